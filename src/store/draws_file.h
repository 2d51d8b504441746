#pragma once
// A file of draws: of one replica, or of several neighbours (RunDescription::replicas_per_file),
// their theta at every draw and their best states. One rank writes it.

#include <cstdint>
#include <span>
#include <vector>

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

/// A file of draws whose rows, of all that changes in it, are those of one replica.
struct OpenDraws {
  PreallocatedFile file;
  std::uint32_t first = 0;       ///< of the replicas in it
  std::uint64_t n_replicas = 1;  ///< in it

  /// The row of a draw or slot of one of them.
  std::uint64_t row(std::uint32_t replica, std::uint64_t index) const {
    return index * n_replicas + (replica - first);
  }
};

/// How many replicas a file of draws holds.
std::uint64_t n_replicas_of(const PreallocatedFile& draws);

/// The file with a replica's draws, which is named after the first replica in it. Throws IoError,
/// also if it holds others under this name.
PreallocatedFile open_draws_file(const RunFolder& folder, const DrawsGroups& groups,
                                 std::uint32_t replica, RawFile::Mode mode);
OpenDraws open_draws(const RunFolder& folder, const DrawsGroups& groups, std::uint32_t replica,
                     RawFile::Mode mode);

class DrawsFile {
 public:
  /// To be published once all files of the run are laid out.
  static PreallocatedFile create(const RunFolder& folder, const RunDescription& description,
                                 std::uint32_t first);

  /// Throws IoError if it is damaged, or not of a run of this description.
  DrawsFile(const RunFolder& folder, const RunDescription& description, std::uint32_t first);

  /// `committed`: the draw is being computed again; see write_row.
  void write_draw(std::uint32_t replica, std::uint64_t draw, std::span<const float> theta,
                  bool committed);

  /// Writes the next best state, into the slot that the last one is not in. `committed`: the run
  /// may be computing it again; a slot that holds this state or a later one is left alone then.
  void write_best(std::uint32_t replica, const BestState& best, bool committed);

  /// How many best states there have been: it chooses the slot, so a checkpoint keeps it.
  std::uint64_t n_bests(std::uint32_t replica) const { return n_bests_.at(replica - draws_.first); }
  void restore_n_bests(std::uint32_t replica, std::uint64_t n) {
    n_bests_.at(replica - draws_.first) = n;
  }

  /// Takes over draws [begin, end) of another copy of this file.
  void take_draws(const DrawsFile& other, std::uint64_t begin, std::uint64_t end);

  /// Takes over what another copy has in the slot of a replica's n-th best state, from 0: that
  /// state, or a later one.
  void take_best(const DrawsFile& other, std::uint32_t replica, std::uint64_t n);

  std::vector<std::uint32_t> replicas() const;  ///< in it

  void sync() { draws_.file.sync(); }

 private:
  void write_slot(std::uint64_t row, const BestState& best);

  OpenDraws draws_;
  std::vector<std::uint64_t> n_bests_;  ///< by place in the file
};

}  // namespace temper
