#include "store/draws_file.h"

#include <fmt/format.h>

#include <array>

#include "base/errors.h"
#include "store/checked_row.h"
#include "store/checksum.h"
#include "store/run_layout.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

/// Whether the slot holds a whole state that was found at `sweep` or later.
bool slot_is_ahead(const PreallocatedFile& file, std::uint64_t slot, std::uint64_t sweep) {
  const auto stored = file.read_value<std::uint64_t>("best_sweep", slot);
  if (stored == never || stored < sweep) return false;
  return row_is_whole(file, "best_checksum", slot, best_fields());
}

}  // namespace

PreallocatedFile open_draws(const RunFolder& folder, std::uint32_t replica, RawFile::Mode mode) {
  auto file = PreallocatedFile::open(folder.draws_file(replica), mode);
  if (file.replica() != replica)
    throw IoError(fmt::format(
        "{}: holds the draws of {}; was it renamed?", file.path(),
        file.replica() ? fmt::format("replica {}", *file.replica()) : std::string("no replica")));
  return file;
}

PreallocatedFile DrawsFile::create(const RunFolder& folder, const RunDescription& description,
                                   std::uint32_t replica) {
  auto file =
      PreallocatedFile::create(folder.draws_file(replica), draws_layout(description, replica));
  write_static_checksum(file);
  return file;
}

DrawsFile::DrawsFile(const RunFolder& folder, const RunDescription& description,
                     std::uint32_t replica)
    : file_(open_draws(folder, replica, RawFile::Mode::update)) {
  require_static_part(file_);
  file_.require_room_for(draws_layout(description, replica));
}

void DrawsFile::write_draw(std::uint64_t draw, std::span<const float> theta, bool committed) {
  write_row(file_, "checksum", draw, std::array{row_field("theta", theta)}, committed);
}

void DrawsFile::write_best(const BestState& best, bool committed) {
  const std::uint64_t slot = n_bests_++ % 2;
  if (committed && slot_is_ahead(file_, slot, best.sweep)) return;
  // best_sweep goes first, to never, and comes back last: where it is set, the slot is whole.
  file_.write_value("best_sweep", slot, never);
  file_.write("best_theta", slot, best.theta);
  file_.write_value("best_energy", slot, best.energy);
  file_.write_value("best_prior_energy", slot, best.prior_energy);
  file_.write_value("best_checksum", slot,
                    Checksum(file_.format_version())
                        .add(best.theta)
                        .add_value(best.energy)
                        .add_value(best.prior_energy)
                        .add_value(best.sweep)
                        .value());
  file_.write_value("best_sweep", slot, best.sweep);
}

}  // namespace temper
