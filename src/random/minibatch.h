#pragma once
// Which examples a step sees: a pure function of seed, replica and step number, so there is no
// state to save and a resumed run goes on with the batch that was due.

#include <cstddef>
#include <cstdint>
#include <span>

namespace temper {

class MinibatchOrder {
 public:
  /// @param n_points     N, at least 1, below 2^31
  /// @param batch        B, at least 1; at most N without replacement
  /// @param replacement  false: each epoch is a new shuffle, cut into floor(N/B) batches, so that
  ///                     no example comes twice in an epoch (the last N mod B wait for the next);
  ///                     true: every example of every batch is drawn anew from all N
  MinibatchOrder(std::size_t n_points, std::size_t batch, bool replacement);

  std::size_t batch() const { return batch_; }

  /// Row numbers, each below N, of the batch that is due. Does not allocate.
  /// @param replica     below 2^24
  /// @param total_step  steps since the start of the run
  /// @param out         [B]
  void indices(std::uint64_t seed, std::uint32_t replica, std::uint64_t total_step,
               std::span<std::uint32_t> out) const;

 private:
  std::uint32_t n_points_;
  std::uint32_t batch_;
  bool replacement_;
};

}  // namespace temper
