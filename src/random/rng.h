#pragma once
// Random numbers by name: the same key gives the same numbers on any rank, in any order, after
// any restart. There is no generator state to save.

#include <cstdint>

#include "random/philox.h"

namespace temper {

/// What a random number is for. Numbers of two streams never meet.
enum class Stream : std::uint32_t {
  init,        ///< starting points of replicas
  data_order,  ///< shuffling of examples by epoch
  minibatch,   ///< minibatches with replacement, minibatches of swap tests
  kernel,      ///< noise and proposals of local moves
  swap,        ///< the coins of swap phases
  reference,   ///< fresh draws at beta = 0
  adapt,       ///< adaptation in warm-up
  split,       ///< splitting data into train, validation and test
  synthetic,   ///< synthetic data sets
  landscape,   ///< directions of loss surfaces, probes of Hessians
};

/// Names one independent sequence of up to 2^34 random words.
struct RngKey {
  std::uint64_t seed = 0;
  Stream stream = Stream::init;
  std::uint32_t index = 0;  ///< replica id, or lower rung for `Stream::swap`; below 2^24
  std::uint32_t sweep = 0;
  std::uint32_t step = 0;

  /// The counter of the block-th four words.
  PhiloxCounter counter(std::uint32_t block) const {
    return {block, step, sweep, static_cast<std::uint32_t>(stream) << 24 | index};
  }
  PhiloxKey philox_key() const {
    return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  }
};

/// Walks the sequence named by one key, word by word.
class Rng {
 public:
  /// @param first_block  where to begin, so that one key can serve two walks
  explicit Rng(const RngKey& key, std::uint32_t first_block = 0)
      : key_(key), count_(std::uint64_t{4} * first_block) {}

  std::uint32_t word();
  double uniform();                          ///< in (0, 1), 52 random bits: two words
  double normal();                           ///< mean 0, variance 1, by Box-Muller: four words
  std::uint32_t below(std::uint32_t bound);  ///< uniform in [0, bound), exact by rejection

 private:
  RngKey key_;
  PhiloxCounter block_{};
  std::uint64_t count_;  ///< place of the next word in the sequence
};

}  // namespace temper
