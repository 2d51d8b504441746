#pragma once
// A run that is written on disks of its nodes, and brought into its folder at checkpoints.
//
// A resume begins at a checkpoint in any case, so nothing that it needs is on a node alone, and
// between checkpoints the run's folder, on a file system that all nodes share, isn't written to.
// Every rank has the files that it writes, on its own node: a file has one writer, here and there.

#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "comm/communicator.h"
#include "store/rank_files.h"

namespace temper {

/// Before a run is made. Throws IoError if a rank can't have copies of its files on `disk`, a
/// folder of this node that is made if it is missing.
void require_stage(const std::string& disk, const RunDescription& description,
                   const std::set<std::uint32_t>& firsts, bool is_root);

/// Copies of a rank's files there. They have no names, so that they go with the process, however it
/// ends. Throws IoError.
RankFiles copies_without_names(const std::string& disk, const RunFolder& run,
                               const RunDescription& description,
                               const std::set<std::uint32_t>& firsts, bool is_root);

class Stage {
 public:
  /// @param home  this rank's files in the run's folder
  Stage(RankFiles home, const RunDescription& description)
      : home_(std::move(home)), description_(description) {}

  /// The run goes on from a checkpoint: what was before it is in its folder.
  void begin_at(std::uint64_t sweep, const RankFiles& staged);

  /// Brings all sweeps below `end` into the run's folder, in the order of a commit and to the disk,
  /// so that at every instant the folder holds the run as it was before, or as it is now.
  /// Collective.
  void bring_home(const RankFiles& staged, std::uint64_t end, const Communicator& communicator);

 private:
  void bring_bests(const RankFiles& staged, std::uint64_t ahead);

  RankFiles home_;  ///< whose counts of best states are of what is there
  RunDescription description_;
  std::uint64_t begin_ = 0;  ///< sweeps below it are there
};

}  // namespace temper
