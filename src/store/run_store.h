#pragma once
// A run's folder as the engine writes it: draws by the ranks that own the replicas, tables by the
// root, and a count, written last, that makes a sweep valid for all replicas or for none.
//
// Legal calls: (create | open restore?) (begin_round? (write_draw | write_best)* commit
// checkpoint?)* finish.
//
// Between a replica's `write_best` of two sweeps the root must have committed the first: any
// gathering of energies between exploring and write_best sees to it.
//
// A call that fails throws IoError on the ranks where it failed, unless it says otherwise: end the
// job then; nothing committed is lost.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "comm/communicator.h"
#include "store/checkpoint.h"
#include "store/checkpoint_file.h"
#include "store/rank_files.h"
#include "store/run_description.h"
#include "store/run_folder.h"
#include "store/run_lock.h"
#include "store/stage.h"

namespace temper {

class RunStore {
 public:
  /// Makes the folder, reserves all disk space, and takes the lock. Collective; an error is thrown
  /// on every rank and leaves nothing behind: UsageError if there is a run and `existing` says
  /// refuse, or another job writes to it; IoError with the size if the disk is too full.
  ///
  /// @param mine  ids of the replicas that this rank owns, and with them all that share their files
  /// @param disk  a folder of this node to write in between checkpoints (stage.h); "": none
  static RunStore create(const std::string& path, const RunDescription& description,
                         const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                         Existing existing, const std::string& disk = "");

  /// Opens a run to go on with it, and takes the lock. Collective; an error is thrown on every
  /// rank: UsageError naming what differs between the run and `description`.
  static RunStore open(const std::string& path, const RunDescription& description,
                       const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                       const std::string& disk = "");

  std::uint64_t committed() const { return committed_; }  ///< sweeps; on every rank

  /// Reads the newest whole checkpoint: `replicas` are this rank's, with memory of the right sizes.
  /// Sweeps from there to `committed()` are then computed again and come out the same. nullopt, and
  /// nothing touched, if there is none: the run starts over. Collective.
  std::optional<RunState> restore(std::span<ReplicaState> replicas);

  /// On the root, before the first commit of the round.
  void begin_round(const RoundRow& row);

  /// Requires RunDescription::draw_after(sweep). The rank must own the replica.
  void write_draw(std::uint32_t replica, std::uint64_t sweep, std::span<const float> theta);
  void write_best(std::uint32_t replica, const BestState& best);

  /// Makes the sweep valid: at the next checkpoint, if the run is staged. Collective in sweeps with
  /// a draw, and in all with Durability::power.
  /// @param metrics  [metric, replica] in sweeps with a draw; read on the root only
  void commit(std::uint64_t sweep, const SweepTables& row, std::span<const double> metrics = {});

  /// Saves the state between two sweeps, over the older of the two checkpoints. Collective.
  void checkpoint(const RunState& state, std::span<const ReplicaState> replicas);

  /// Saves the state after the last sweep in both checkpoints, so that they don't tell how the run
  /// came here, and brings everything to the disk. Collective.
  void finish(const RunState& state, std::span<const ReplicaState> replicas);

  /// Adds one line, a JSON object, to sessions.jsonl. On the root.
  void log_session(const std::string& json);

 private:
  RunStore(RunFolder folder, RunDescription description, const std::vector<std::uint32_t>& mine,
           const Communicator& communicator, RunLock lock, const std::string& disk);

  static RunStore start(const RunFolder& folder, const RunDescription& description,
                        const std::vector<std::uint32_t>& mine, const Communicator& communicator,
                        std::optional<RunLock> lock, const std::string& disk);
  void write_checkpoint(int which, const RunState& state, std::span<const ReplicaState> replicas);
  std::optional<int> newest_whole(std::span<const ReplicaState> replicas) const;
  DrawsFile& draws_of(std::uint32_t replica) {
    return files_.draws.at(description_.draws_groups().first_with(replica));
  }
  bool syncs() const { return stage_ || description_.durability == Durability::power; }

  RunFolder folder_;
  RunDescription description_;
  Communicator communicator_;
  RunLock lock_;
  std::vector<CheckpointFile> checkpoints_;  ///< A and B
  RankFiles files_;                          ///< staged: without names, on this node
  std::optional<Stage> stage_;
  std::uint64_t committed_ = 0;
  std::uint64_t committed_before_ = 0;  ///< when the run was opened
  int next_checkpoint_ = 0;
};

}  // namespace temper
