#include "data/minibatch.h"

#include <cassert>

#include "base/rng.h"
#include "data/shuffle.h"

namespace temper {
namespace {

std::uint32_t low(std::uint64_t number) { return static_cast<std::uint32_t>(number); }
std::uint32_t high(std::uint64_t number) { return static_cast<std::uint32_t>(number >> 32); }

/// Set in the step of the key: keeps clear of the minibatches of swap tests in the same stream.
constexpr std::uint32_t training_bit = 1u << 31;

/// Uniform in [0, n), exact by rejection (Lemire 2019, as in Rng::below; here n is the same for
/// every draw, so its one division is done once).
void draw(std::uint32_t n, Rng rng, std::span<std::uint32_t> out) {
  const std::uint32_t reject = (0u - n) % n;
  for (auto& index : out) {
    std::uint64_t product;
    do product = std::uint64_t{rng.word()} * n;
    while (low(product) < reject);
    index = high(product);
  }
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
        Rng({seed, Stream::minibatch, replica, low(total_step), training_bit | high(total_step)}),
        out);
  const std::uint64_t per_epoch = n_points_ / batch_;
  const std::uint64_t epoch = total_step / per_epoch;
  const Shuffle shuffle(n_points_, {seed, Stream::data_order, replica, low(epoch), high(epoch)});
  shuffle.images(low(total_step % per_epoch) * batch_, out);
}

}  // namespace temper
