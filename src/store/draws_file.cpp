#include "store/draws_file.h"

#include <array>

#include "store/checked_row.h"
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

void DrawsFile::create(const RunFolder& folder, const RunDescription& description,
                       std::uint32_t replica) {
  auto file =
      PreallocatedFile::create(folder.draws_file(replica), draws_layout(description, replica));
  write_static_checksum(file);
  file.publish(description.durability == Durability::power);
}

DrawsFile::DrawsFile(const RunFolder& folder, std::uint32_t replica)
    : file_(PreallocatedFile::open(folder.draws_file(replica))) {
  require_static_part(file_);
}

void DrawsFile::write_draw(std::uint64_t draw, std::span<const float> theta, bool committed) {
  write_row(file_, "checksum", draw, std::array{row_field("theta", theta)}, committed);
}

void DrawsFile::write_best(const BestState& best) {
  const std::uint64_t slot = n_bests_++ % 2;
  if (slot_is_ahead(file_, slot, best.sweep)) return;
  // A reader that skips the checksum must not take half a state for a whole one either.
  file_.write_value("best_sweep", slot, never);
  write_row(file_, "best_checksum", slot,
            std::array{row_field("best_theta", best.theta),
                       row_field("best_energy", std::span(&best.energy, 1)),
                       row_field("best_prior_energy", std::span(&best.prior_energy, 1)),
                       row_field("best_sweep", std::span(&best.sweep, 1))},
            /*committed=*/false);
}

}  // namespace temper
