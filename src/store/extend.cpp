#include "store/extend.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/errors.h"
#include "store/draws_file.h"
#include "store/run_layout.h"
#include "store/run_lock.h"
#include "store/same_run.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

/// Returns the number of sweeps that the run has room for now.
std::uint64_t require_extension(const RunFolder& folder, const RunDescription& description) {
  const ReadFile run = open_run_file(folder);
  const std::uint64_t before = run.integer_attribute("n_sweeps");
  if (description.n_sweeps < before)
    throw UsageError(
        fmt::format("{}: the run has {} sweeps; it can be extended, not shortened to {}",
                    folder.path(), before, description.n_sweeps));
  auto others = differences(run, description);
  std::erase_if(others, [](const std::string& line) {
    return line.starts_with("n_sweeps:") || line.starts_with("config:");
  });
  if (!others.empty())
    throw UsageError(fmt::format("{}: can't extend this run, because it was begun otherwise: {}",
                                 folder.path(), fmt::join(others, "; ")));
  return before;
}

/// The longer run was still begun by the program that began the shorter.
RunDescription as_begun(RunDescription longer, const RunFolder& folder) {
  const ReadFile run = open_run_file(folder);
  longer.version = run.integer_attribute("format_version");
  for (auto& attribute : longer.attributes)
    if (const auto then = run.attribute(attribute.name); then && tells_the_program(attribute.name))
      attribute = *then;
  return longer;
}

/// As many rows as both have. A file that an earlier extension has lengthened, before it was cut
/// short, may have more than are wanted now; none of those was ever committed.
void copy_common_rows(const PreallocatedFile& from, PreallocatedFile& to,
                      const std::string& dataset) {
  copy_rows(from, to, dataset, 0,
            std::min(from.extent(dataset).n_rows(), to.extent(dataset).n_rows()));
}

/// The longer file with the rows of the shorter, which `shorter` describes. Rows come first in
/// every axis that grows, so a dataset's old bytes are a prefix of its new ones.
void replace_longer(const PreallocatedFile& before, const FileLayout& shorter,
                    const FileLayout& layout, bool durable) {
  before.require_room_for(shorter);
  auto after = PreallocatedFile::create(before.path(), layout);
  for (const auto& [name, extent] : before.extents())
    if (extent.changes && name != "static_checksum") copy_common_rows(before, after, name);
  write_static_checksum(after);
  after.publish(durable);
}

/// What the disk must have: each file's copy is there beside it for a while.
std::uint64_t growth(const RunDescription& shorter, const RunDescription& longer) {
  const auto largest =
      std::max(data_bytes(run_layout(longer)), data_bytes(draws_layout(longer, 0)));
  return sum_or_most(predicted_bytes(longer) - predicted_bytes(shorter), largest);
}

}  // namespace

void extend_run(const std::string& path, const RunDescription& description,
                const Communicator& communicator) {
  const RunFolder folder(path);
  const bool durable = description.durability == Durability::power;
  communicator.together([&] {
    if (!communicator.is_root()) return;
    folder.require_run();
    folder.require_own_folders();
    RunLock lock = RunLock::of_root(folder);
    auto shorter = description;
    shorter.n_sweeps = require_extension(folder, description);
    if (shorter.n_sweeps == description.n_sweeps) return;
    const auto longer = as_begun(description, folder);
    require_space(folder, growth(shorter, longer), "free some, or ask for fewer sweeps");
    lock.exclude_readers();
    const auto groups = longer.draws_groups();
    for (const auto first : groups.firsts())
      replace_longer(open_draws_file(folder, groups, first, RawFile::Mode::read),
                     draws_layout(shorter, first), draws_layout(longer, first), durable);
    replace_longer(PreallocatedFile::open(folder.run_file(), RawFile::Mode::read),
                   run_layout(shorter), run_layout(longer), durable);
  });
}

}  // namespace temper
