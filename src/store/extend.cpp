#include "store/extend.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/errors.h"
#include "store/run_layout.h"
#include "store/run_lock.h"
#include "store/same_run.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

void require_extension(const RunFolder& folder, const RunDescription& description) {
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
}

/// The longer run was still begun by the program that began the shorter.
RunDescription as_begun(RunDescription longer, const RunFolder& folder) {
  const ReadFile run = open_run_file(folder);
  for (auto& attribute : longer.attributes)
    if (const auto then = run.attribute(attribute.name); then && tells_the_program(attribute.name))
      attribute = *then;
  return longer;
}

void copy_bytes(const PreallocatedFile& from, PreallocatedFile& to, const Extent& extent) {
  constexpr std::uint64_t chunk = 1 << 20;
  std::vector<std::byte> buffer(std::min(chunk, extent.bytes));
  const std::uint64_t start = to.extent(extent.name).offset;
  for (std::uint64_t done = 0; done < extent.bytes; done += buffer.size()) {
    buffer.resize(std::min(chunk, extent.bytes - done));
    from.raw().read_at(extent.offset + done, buffer);
    to.raw().write_at(start + done, buffer);
  }
}

/// The longer file with the rows of the shorter. Rows come first in every axis that grows, so a
/// dataset's old bytes are a prefix of its new ones.
void replace_longer(const std::string& path, const FileLayout& layout, bool durable) {
  const auto before = PreallocatedFile::open(path, RawFile::Mode::read);
  auto after = PreallocatedFile::create(path, layout);
  for (const auto& [name, extent] : before.extents())
    if (extent.changes && name != "static_checksum") copy_bytes(before, after, extent);
  write_static_checksum(after);
  after.publish(durable);
}

}  // namespace

void extend_run(const std::string& path, const RunDescription& description,
                const Communicator& communicator) {
  const RunFolder folder(path);
  const bool durable = description.durability == Durability::power;
  communicator.together([&] {
    if (!communicator.is_root()) return;
    require_extension(folder, description);
    const RunLock lock = RunLock::of_root(folder);
    const auto longer = as_begun(description, folder);
    for (std::uint32_t replica = 0; replica < longer.n_replicas(); ++replica)
      replace_longer(folder.draws_file(replica), draws_layout(longer, replica), durable);
    replace_longer(folder.run_file(), run_layout(longer), durable);
  });
}

}  // namespace temper
