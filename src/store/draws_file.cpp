#include "store/draws_file.h"

#include <fmt/format.h>

#include <array>
#include <numeric>
#include <utility>

#include "base/errors.h"
#include "store/checked_row.h"
#include "store/checksum.h"
#include "store/first_reading.h"
#include "store/run_layout.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

/// Whether the row, a slot's, holds a whole state that was found at `sweep` or later.
bool slot_is_ahead(const PreallocatedFile& file, std::uint64_t row, std::uint64_t sweep) {
  const auto stored = file.read_value<std::uint64_t>("best_sweep", row);
  if (stored == never || stored < sweep) return false;
  return row_is_whole(file, "best_checksum", row, best_fields());
}

void require_replicas(const PreallocatedFile& file, std::uint32_t first, std::uint64_t n_replicas) {
  if (file.replica() != first)
    throw IoError(fmt::format(
        "{}: holds the draws of {}; was it renamed?", file.path(),
        file.replica() ? fmt::format("replica {}", *file.replica()) : std::string("no replica")));
  if (const auto stored = n_replicas_of(file); stored != n_replicas)
    throw IoError(fmt::format("{}: holds the draws of {} replicas, where the run has {}",
                              file.path(), stored, n_replicas));
}

OpenDraws by_replica(PreallocatedFile file, std::uint32_t first) {
  const auto n_replicas = n_replicas_of(file);
  if (file.has("replica"))
    for (const auto& name : tables_of_draws()) file.join_axes(name);
  return {std::move(file), first, n_replicas};
}

/// Opened as the description has it.
OpenDraws open_described(const RunFolder& folder, const RunDescription& run, std::uint32_t first) {
  auto file = open_draws_file(folder, run.draws_groups(), first, RawFile::Mode::update);
  require_static_part(file);
  file.require_room_for(draws_layout(run, first));
  return by_replica(std::move(file), first);
}

}  // namespace

std::uint64_t n_replicas_of(const PreallocatedFile& draws) {
  return draws.has("replica") ? draws.extent("replica").n_rows() : 1;
}

PreallocatedFile open_draws_file(const RunFolder& folder, const DrawsGroups& groups,
                                 std::uint32_t replica, RawFile::Mode mode) {
  try_files_of(folder);
  const auto first = groups.first_with(replica);
  auto file = PreallocatedFile::open(folder.draws_file(first), mode);
  require_replicas(file, first, groups.n_with(first));
  return file;
}

OpenDraws open_draws(const RunFolder& folder, const DrawsGroups& groups, std::uint32_t replica,
                     RawFile::Mode mode) {
  return by_replica(open_draws_file(folder, groups, replica, mode), groups.first_with(replica));
}

PreallocatedFile DrawsFile::create(const RunFolder& folder, const RunDescription& description,
                                   std::uint32_t first) {
  auto file = PreallocatedFile::create(folder.draws_file(first), draws_layout(description, first));
  write_static_checksum(file);
  return file;
}

DrawsFile::DrawsFile(const RunFolder& folder, const RunDescription& description,
                     std::uint32_t first)
    : draws_(open_described(folder, description, first)), n_bests_(draws_.n_replicas) {}

void DrawsFile::write_draw(std::uint32_t replica, std::uint64_t draw, std::span<const float> theta,
                           bool committed) {
  write_row(draws_.file, "checksum", draws_.row(replica, draw),
            std::array{row_field("theta", theta)}, committed);
}

void DrawsFile::write_best(std::uint32_t replica, const BestState& best, bool committed) {
  const auto row = draws_.row(replica, n_bests_.at(replica - draws_.first)++ % 2);
  if (committed && slot_is_ahead(draws_.file, row, best.sweep)) return;
  write_slot(row, best);
}

void DrawsFile::write_slot(std::uint64_t row, const BestState& best) {
  auto& file = draws_.file;
  // best_sweep goes first, to never, and comes back last: where it is set, the slot is whole.
  file.write_value("best_sweep", row, never);
  file.write("best_theta", row, best.theta);
  file.write_value("best_energy", row, best.energy);
  file.write_value("best_prior_energy", row, best.prior_energy);
  file.write_value("best_checksum", row,
                   Checksum(file.format_version())
                       .add(best.theta)
                       .add_value(best.energy)
                       .add_value(best.prior_energy)
                       .add_value(best.sweep)
                       .value());
  file.write_value("best_sweep", row, best.sweep);
}

void DrawsFile::take_draws(const DrawsFile& other, std::uint64_t begin, std::uint64_t end) {
  for (const auto* table : {"theta", "checksum"})
    copy_rows(other.draws_.file, draws_.file, table, begin * draws_.n_replicas,
              end * draws_.n_replicas);
}

void DrawsFile::take_best(const DrawsFile& other, std::uint32_t replica, std::uint64_t n) {
  const auto row = draws_.row(replica, n % 2);
  const auto& from = other.draws_.file;
  std::vector<float> theta(from.extent("best_theta").row_bytes() / sizeof(float));
  from.read("best_theta", row, std::span(theta));
  write_slot(row, {theta, from.read_value<double>("best_energy", row),
                   from.read_value<double>("best_prior_energy", row),
                   from.read_value<std::uint64_t>("best_sweep", row)});
}

std::vector<std::uint32_t> DrawsFile::replicas() const {
  std::vector<std::uint32_t> ids(draws_.n_replicas);
  std::iota(ids.begin(), ids.end(), draws_.first);
  return ids;
}

}  // namespace temper
