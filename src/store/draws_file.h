#pragma once
// One replica's file: its theta at every draw, and its best state.

#include <cstdint>
#include <span>

#include "h5/preallocated_file.h"
#include "store/run_description.h"
#include "store/run_folder.h"

namespace temper {

/// The state of lowest U + V that a replica has found.
struct BestState {
  std::span<const float> theta;  ///< [P]
  double energy = 0;             ///< U, nats
  double prior_energy = 0;       ///< V, nats
  std::uint64_t sweep = 0;       ///< found after exploring in this sweep
};

/// A replica's file. Throws IoError, also if it is another replica's under this one's name.
PreallocatedFile open_draws(const RunFolder& folder, std::uint32_t replica, RawFile::Mode mode);

class DrawsFile {
 public:
  /// To be published once all files of the run are laid out.
  static PreallocatedFile create(const RunFolder& folder, const RunDescription& description,
                                 std::uint32_t replica);

  /// Throws IoError if it is damaged, or not of a run of this description.
  DrawsFile(const RunFolder& folder, const RunDescription& description, std::uint32_t replica);

  /// `committed`: the draw is being computed again; see write_row.
  void write_draw(std::uint64_t draw, std::span<const float> theta, bool committed);

  /// Writes the next best state, into the slot that the last one is not in. `committed`: the run
  /// may be computing it again; a slot that holds this state or a later one is left alone then.
  void write_best(const BestState& best, bool committed);

  /// How many best states there have been: it chooses the slot, so a checkpoint keeps it.
  std::uint64_t n_bests() const { return n_bests_; }
  void restore_n_bests(std::uint64_t n) { n_bests_ = n; }

  void sync() { file_.sync(); }

 private:
  PreallocatedFile file_;
  std::uint64_t n_bests_ = 0;
};

}  // namespace temper
