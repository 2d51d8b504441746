#include "random/minibatch.h"

#include <cassert>

#include "random/noise.h"
#include "random/shuffle.h"

namespace temper {
namespace {

std::uint32_t low(std::uint64_t number) { return static_cast<std::uint32_t>(number); }
std::uint32_t high(std::uint64_t number) { return static_cast<std::uint32_t>(number >> 32); }

/// Set in the step of the key: keeps clear of the minibatches of swap tests in the same stream.
constexpr std::uint32_t training_bit = 1u << 31;

void draw_one_by_one(std::uint32_t n, const RngKey& key, std::span<std::uint32_t> out) {
  Rng rng(key);
  for (auto& index : out) index = rng.below(n);
}

/// Uniform in [0, n), exact by rejection (Lemire 2019, as in Rng::below). Few draws are rejected,
/// so the words come all at once.
void draw(std::uint32_t n, const RngKey& key, std::span<std::uint32_t> out) {
  fill_words(key, out);
  const std::uint32_t reject = (0u - n) % n;
  bool is_any_rejected = false;
  for (auto& word : out) {
    const std::uint64_t product = std::uint64_t{word} * n;
    is_any_rejected |= low(product) < reject;
    word = high(product);
  }
  if (is_any_rejected) draw_one_by_one(n, key, out);
}

}  // namespace

MinibatchOrder::MinibatchOrder(std::size_t n_points, std::size_t batch, bool replacement)
    : n_points_(static_cast<std::uint32_t>(n_points)),
      batch_(static_cast<std::uint32_t>(batch)),
      replacement_(replacement) {
  assert(n_points >= 1 && n_points < 1u << 31);
  assert(batch >= 1 && (replacement || batch <= n_points));
}

void MinibatchOrder::indices(std::uint64_t seed, std::uint32_t replica, std::uint64_t total_step,
                             std::span<std::uint32_t> out) const {
  assert(out.size() == batch_);
  if (replacement_)
    return draw(
        n_points_,
        {seed, Stream::minibatch, replica, low(total_step), training_bit | high(total_step)}, out);
  const std::uint64_t per_epoch = n_points_ / batch_;
  const std::uint64_t epoch = total_step / per_epoch;
  const Shuffle shuffle(n_points_, {seed, Stream::data_order, replica, low(epoch), high(epoch)});
  shuffle.images(low(total_step % per_epoch) * batch_, out);
}

}  // namespace temper
