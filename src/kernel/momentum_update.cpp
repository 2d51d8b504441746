#include "kernel/momentum_update.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernel/momentum_update.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "random/noise-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

/// No noise at all.
struct Quiet {
  static constexpr std::size_t chunk = 16 * lanes_of_chunk;
  HWY_INLINE explicit Quiet(const RngKey&) {}
  HWY_INLINE void write(std::uint32_t, float* HWY_RESTRICT) const {}
};

/// Pointers that walk together over noise, v, c, gradient, momentum and theta.
struct Pointers {
  const float* noise;
  const float* variance;  ///< null: nothing is taken off the noise
  const float* centre;    ///< null: 0
  const float* gradient;
  float* momentum;
  float* theta;

  Pointers operator+(std::size_t n) const {
    return {noise + n,
            variance == nullptr ? nullptr : variance + n,
            centre == nullptr ? nullptr : centre + n,
            gradient + n,
            momentum + n,
            theta + n};
  }
};

/// The update as it stands in vector registers.
template <class Source, bool takes_off>
class Updater {
 public:
  HWY_INLINE explicit Updater(const MomentumUpdate& update)
      : decay_(hn::Set(FloatTag(), update.decay)),
        rate_(hn::Set(FloatTag(), update.rate)),
        scale_(hn::Set(FloatTag(), update.scale)),
        taken_(hn::Set(FloatTag(), update.taken)) {}

  /// Updates `n` parameters, a multiple of the lanes.
  HWY_INLINE void update(const Pointers& at, std::size_t n, MomentumSums& sums) const {
    const FloatTag f;
    auto squares = hn::Zero(f), virial = hn::Zero(f);
    for (std::size_t i = 0; i < n; i += hn::Lanes(f)) update_lanes(at + i, squares, virial);
    sums.squares += static_cast<double>(hn::GetLane(hn::SumOfLanes(f, squares)));
    sums.virial += static_cast<double>(hn::GetLane(hn::SumOfLanes(f, virial)));
  }

  /// Updates `n` parameters, fewer than there are lanes, by way of a padded copy.
  HWY_INLINE void update_rest(const Pointers& at, std::size_t n, MomentumSums& sums) const {
    float noise[lanes_of_chunk] = {}, variance[lanes_of_chunk] = {}, centre[lanes_of_chunk] = {};
    float gradient[lanes_of_chunk] = {}, momentum[lanes_of_chunk] = {};
    float theta[lanes_of_chunk] = {};
    if constexpr (is_noisy) std::copy_n(at.noise, n, noise);
    if constexpr (takes_off) std::copy_n(at.variance, n, variance);
    if (at.centre != nullptr) std::copy_n(at.centre, n, centre);
    std::copy_n(at.gradient, n, gradient);
    std::copy_n(at.momentum, n, momentum);
    std::copy_n(at.theta, n, theta);
    update({noise, variance, centre, gradient, momentum, theta}, hn::Lanes(FloatTag()), sums);
    std::copy_n(momentum, n, at.momentum);
    std::copy_n(theta, n, at.theta);
  }

 private:
  static constexpr bool is_noisy = !std::is_same_v<Source, Quiet>;

  HWY_INLINE Reals sd(const Pointers& at) const {
    if constexpr (!takes_off) return scale_;
    const FloatTag f;
    const auto left = hn::NegMulAdd(taken_, hn::LoadU(f, at.variance), hn::Mul(scale_, scale_));
    return hn::Sqrt(hn::Max(left, hn::Zero(f)));
  }

  /// Updates as many parameters as there are lanes.
  HWY_INLINE void update_lanes(const Pointers& at, Reals& squares, Reals& virial) const {
    const FloatTag f;
    const auto gradient = hn::LoadU(f, at.gradient), theta = hn::LoadU(f, at.theta);
    const auto centre = at.centre == nullptr ? hn::Zero(f) : hn::LoadU(f, at.centre);
    virial = hn::MulAdd(hn::Sub(theta, centre), gradient, virial);
    auto m = hn::MulSub(decay_, hn::LoadU(f, at.momentum), hn::Mul(rate_, gradient));
    if constexpr (is_noisy) m = hn::MulAdd(sd(at), hn::LoadU(f, at.noise), m);
    squares = hn::MulAdd(m, m, squares);
    hn::StoreU(m, f, at.momentum);
    hn::StoreU(hn::Add(theta, m), f, at.theta);
  }

  Reals decay_, rate_, scale_, taken_;
};

inline constexpr std::size_t piece = 16 * lanes_of_chunk;  ///< parameters whose noise waits in L1

/// The noise of the next piece, or of its first `n` parameters.
template <class Source>
HWY_INLINE void write_noise(const Source& source, std::uint32_t& block, std::size_t n,
                            float* HWY_RESTRICT noise) {
  for (std::size_t i = 0; i < n; i += Source::chunk, block += lanes_of_chunk)
    source.write(block, noise + i);
}

template <class Source, bool takes_off>
MomentumSums update_all(const MomentumUpdate& update, const RngKey& key, Pointers at,
                        std::size_t n) {
  const Source source(key);
  const Updater<Source, takes_off> updater(update);
  HWY_ALIGN_MAX float noise[piece];
  at.noise = noise;
  MomentumSums sums;
  std::uint32_t block = 0;
  const auto next_piece = [&](std::size_t size) HWY_ATTR {
    write_noise(source, block, size, noise);
    const std::size_t whole = size / hn::Lanes(FloatTag()) * hn::Lanes(FloatTag());
    updater.update(at, whole, sums);
    if (whole < size) updater.update_rest(at + whole, size - whole, sums);
    at = at + size;
    at.noise = noise;
  };
  for (; n >= piece; n -= piece) next_piece(piece);
  if (n > 0) next_piece(n);
  return sums;
}

template <class Source>
MomentumSums update_with(const MomentumUpdate& update, const RngKey& key, const Pointers& at,
                         std::size_t n) {
  return update.variance.empty() ? update_all<Source, false>(update, key, at, n)
                                 : update_all<Source, true>(update, key, at, n);
}

const float* data_or_null(std::span<const float> values) {
  return values.empty() ? nullptr : values.data();
}

MomentumSums update_momentum(const MomentumUpdate& update, const RngKey& key,
                             std::span<const float> gradient, std::span<float> momentum,
                             std::span<float> theta) {
  const Pointers at{nullptr,
                    data_or_null(update.variance),
                    data_or_null(update.centre),
                    gradient.data(),
                    momentum.data(),
                    theta.data()};
  const std::size_t n = theta.size();
  if (update.noise == Noise::none || update.scale == 0)
    return update_all<Quiet, false>(update, key, at, n);
  if (update.noise == Noise::three_point) return update_with<ThreePointNoise>(update, key, at, n);
  return update_with<GaussianNoise>(update, key, at, n);
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(update_momentum);

MomentumSums update_momentum(const MomentumUpdate& update, const RngKey& key,
                             std::span<const float> gradient, std::span<float> momentum,
                             std::span<float> theta) {
  return HWY_DYNAMIC_DISPATCH(update_momentum)(update, key, gradient, momentum, theta);
}

}  // namespace temper
#endif
