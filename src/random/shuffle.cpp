#include "random/shuffle.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

std::uint32_t ceil_sqrt(std::uint32_t n) {
  auto root = static_cast<std::uint32_t>(std::sqrt(static_cast<double>(n)));
  while (std::uint64_t{root} * root < n) ++root;
  return root;
}

/// Each two rounds make the joint frequencies of two positions more even by a factor of about a:
/// enough of them for 2^-16, and never fewer than six.
std::size_t rounds_for(std::uint32_t n_left, std::size_t max_rounds) {
  const double pairs = 16 / std::log2(std::max(2.0, static_cast<double>(n_left)));
  return std::clamp<std::size_t>(2 * static_cast<std::size_t>(std::ceil(pairs)), 6, max_rounds);
}

/// Bit mixer without its last step, which only concerns low bits.
/// Source: C. Wellons, "Prospecting for hash functions", 2018 (lowbias32).
inline std::uint32_t mix(std::uint32_t x) {
  x ^= x >> 16;
  x *= 0x7feb352d;
  x ^= x >> 15;
  return x * 0x846ca68b;
}

/// side + hash(other) modulo n.
inline std::uint32_t added(std::uint32_t side, std::uint32_t other, std::uint32_t key,
                           std::uint32_t n) {
  const auto hash = static_cast<std::uint32_t>(std::uint64_t{mix(other ^ key)} * n >> 32);
  const std::uint32_t sum = side + hash;
  return std::min(sum, sum - n);  // sum - n wraps to a large number where sum < n
}

}  // namespace

Shuffle::Shuffle(std::uint32_t n, const RngKey& key)
    : n_(n),
      n_left_(ceil_sqrt(n)),
      n_right_((n - 1) / n_left_ + 1),
      n_rounds_(rounds_for(n_left_, max_rounds)) {
  Rng rng(key);
  std::generate_n(round_key_.begin(), n_rounds_, [&] { return rng.word(); });
}

void Shuffle::images(std::uint32_t first, std::span<std::uint32_t> out) const {
  Lanes left, right;
  for (std::size_t done = 0; done < out.size(); done += n_lanes) {
    auto row = (first + static_cast<std::uint32_t>(done)) / n_right_;
    auto column = (first + static_cast<std::uint32_t>(done)) % n_right_;
    for (std::size_t lane = 0; lane < n_lanes; ++lane) {
      left[lane] = row;
      right[lane] = column;
      if (++column == n_right_) ++row, column = 0;
    }
    encipher(left, right);
    for (std::size_t lane = 0; lane < std::min(n_lanes, out.size() - done); ++lane) {
      const auto image = left[lane] * n_right_ + right[lane];
      out[done + lane] = image < n_ ? image : walk(image);
    }
  }
}

/// All lanes at once, so that the compiler can use vector instructions.
void Shuffle::encipher(Lanes& left, Lanes& right) const {
  for (std::size_t round = 0; round < n_rounds_; round += 2) {
    for (std::size_t lane = 0; lane < n_lanes; ++lane)
      left[lane] = added(left[lane], right[lane], round_key_[round], n_left_);
    for (std::size_t lane = 0; lane < n_lanes; ++lane)
      right[lane] = added(right[lane], left[lane], round_key_[round + 1], n_right_);
  }
}

std::uint32_t Shuffle::walk(std::uint32_t position) const {
  while (position >= n_) {
    auto left = position / n_right_;
    auto right = position % n_right_;
    for (std::size_t round = 0; round < n_rounds_; round += 2) {
      left = added(left, right, round_key_[round], n_left_);
      right = added(right, left, round_key_[round + 1], n_right_);
    }
    position = left * n_right_ + right;
  }
  return position;
}

}  // namespace temper
