#include "kernel/momentum_update.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/momentum_update.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/noise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// A chunk of no noise.
struct QuietChunk {
  static constexpr std::size_t size = 16 * lanes_of_chunk;
  HWY_INLINE void write(const RngKey&, std::uint32_t, float* HWY_RESTRICT) const {}
};

/// One pass over `n` parameters, a multiple of the chunk; returns the sum of m².
template <class Chunk>
HWY_INLINE float update_chunk(const MomentumUpdate& update, const float* HWY_RESTRICT noise,
                              const float* HWY_RESTRICT gradient, float* HWY_RESTRICT momentum,
                              float* HWY_RESTRICT theta) {
  const FloatTag f;
  const auto decay = hn::Set(f, update.decay);
  const auto rate = hn::Set(f, update.rate);
  const auto scale = hn::Set(f, update.scale);
  auto squares = hn::Zero(f);
  for (std::size_t i = 0; i < Chunk::size; i += hn::Lanes(f)) {
    const auto drift = hn::Mul(rate, hn::LoadU(f, gradient + i));
    auto m = hn::MulSub(decay, hn::LoadU(f, momentum + i), drift);
    if constexpr (!std::is_same_v<Chunk, QuietChunk>)
      m = hn::MulAdd(scale, hn::Load(f, noise + i), m);
    hn::StoreU(m, f, momentum + i);
    hn::StoreU(hn::Add(hn::LoadU(f, theta + i), m), f, theta + i);
    squares = hn::MulAdd(m, m, squares);
  }
  return hn::GetLane(hn::SumOfLanes(f, squares));
}

/// The last chunk, cut short: padded with zeros.
template <class Chunk>
HWY_NOINLINE float update_last(const MomentumUpdate& update, const float* noise,
                               std::span<const float> gradient, std::span<float> momentum,
                               std::span<float> theta) {
  float g[Chunk::size] = {}, m[Chunk::size] = {}, t[Chunk::size] = {};
  std::copy(gradient.begin(), gradient.end(), g);
  std::copy(momentum.begin(), momentum.end(), m);
  std::copy(theta.begin(), theta.end(), t);
  update_chunk<Chunk>(update, noise, g, m, t);
  std::copy_n(m, momentum.size(), momentum.begin());
  std::copy_n(t, theta.size(), theta.begin());
  float squares = 0;
  for (const float element : momentum) squares += element * element;
  return squares;
}

template <class Chunk>
double update_chunks(const MomentumUpdate& update, const RngKey& key,
                     std::span<const float> gradient, std::span<float> momentum,
                     std::span<float> theta) {
  const Chunk chunk;
  HWY_ALIGN_MAX float noise[Chunk::size];
  double squares = 0;
  std::size_t i = 0;
  std::uint32_t block = 0;
  for (; i + Chunk::size <= theta.size(); i += Chunk::size, block += lanes_of_chunk) {
    chunk.write(key, block, noise);
    squares += static_cast<double>(update_chunk<Chunk>(update, noise, gradient.data() + i,
                                                       momentum.data() + i, theta.data() + i));
  }
  if (i == theta.size()) return squares;
  chunk.write(key, block, noise);
  return squares + static_cast<double>(update_last<Chunk>(update, noise, gradient.subspan(i),
                                                          momentum.subspan(i), theta.subspan(i)));
}

double update_momentum(const MomentumUpdate& update, const RngKey& key,
                       std::span<const float> gradient, std::span<float> momentum,
                       std::span<float> theta) {
  if (update.noise == Noise::none || update.scale == 0)
    return update_chunks<QuietChunk>(update, key, gradient, momentum, theta);
  if (update.noise == Noise::three_point)
    return update_chunks<ThreePointChunk>(update, key, gradient, momentum, theta);
  return update_chunks<GaussianChunk>(update, key, gradient, momentum, theta);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(update_momentum);

double update_momentum(const MomentumUpdate& update, const RngKey& key,
                       std::span<const float> gradient, std::span<float> momentum,
                       std::span<float> theta) {
  return HWY_DYNAMIC_DISPATCH(update_momentum)(update, key, gradient, momentum, theta);
}

}  // namespace temper
#endif
