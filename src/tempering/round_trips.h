#pragma once
// Round trips: how often a replica went from the target to the hottest rung and back.

#include <cstdint>
#include <vector>

namespace temper {

class RoundTrips {
 public:
  explicit RoundTrips(std::size_t n_replicas) : count_(n_replicas), was_at_top_(n_replicas, -1) {}

  /// @param rung_of  [n_replicas] while exploring, as a run stores it
  void visit(const std::vector<std::int32_t>& rung_of, std::size_t n_rungs);

  const std::vector<std::uint64_t>& count() const { return count_; }  ///< by replica
  std::uint64_t total() const;

  /// As numbers, for a checkpoint, and back [2 n_replicas].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  std::vector<std::uint64_t> count_;
  std::vector<int> was_at_top_;  ///< since its last visit of rung 0; -1: not yet at rung 0
};

}  // namespace temper
