#pragma once
// One of a run's two checkpoints. It is valid only as a whole: a checksum over each replica, and
// one in its header, written last, over the header and the replicas' checksums.

#include <cstdint>
#include <optional>
#include <vector>

#include "h5/preallocated_file.h"
#include "store/checkpoint.h"
#include "store/run_description.h"
#include "store/run_folder.h"

namespace temper {

class CheckpointFile {
 public:
  /// To be published once all files of the run are laid out.
  static PreallocatedFile create(const RunFolder& folder, const RunDescription& description,
                                 int which);

  CheckpointFile(const RunFolder& folder, int which, RawFile::Mode mode = RawFile::Mode::update);

  /// Whether it can hold the states of a run of this description, and is whole but for them.
  bool is_usable(const RunDescription& description) const;

  /// Returns the replica's checksum.
  std::uint32_t write_replica(const ReplicaState& state, std::uint64_t n_bests);

  /// Once every replica is written. @param checksums  [replica]
  void write_header(const RunState& state, const std::vector<std::uint32_t>& checksums);

  /// `never` if the header is damaged, half written, or was never written.
  std::uint64_t sweep() const;

  bool replica_is_whole(std::uint32_t replica) const;

  RunState read_header(const RunDescription& description) const;
  /// Returns n_bests.
  std::uint64_t read_replica(ReplicaState& state) const;

  const std::string& path() const { return file_.path(); }
  const PreallocatedFile& file() const { return file_; }
  void sync() { file_.sync(); }

 private:
  std::uint32_t computed_header_checksum() const;

  PreallocatedFile file_;
};

}  // namespace temper
