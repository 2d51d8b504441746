#include "net/patches.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/patches.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

// Rows of images are short: a call for each would cost more than what it copies, and vectors are
// short too.
using ShortTag = hn::CappedTag<float, 8>;

HWY_INLINE void copy(const float* from, std::size_t n, float* to) {
  const ShortTag f;
  std::size_t i = 0;
  for (; i + hn::Lanes(f) <= n; i += hn::Lanes(f)) hn::StoreU(hn::LoadU(f, from + i), f, to + i);
  for (; i < n; ++i) to[i] = from[i];
}

HWY_INLINE void add(const float* from, std::size_t n, float* to) {
  const ShortTag f;
  std::size_t i = 0;
  for (; i + hn::Lanes(f) <= n; i += hn::Lanes(f))
    hn::StoreU(hn::Add(hn::LoadU(f, to + i), hn::LoadU(f, from + i)), f, to + i);
  for (; i < n; ++i) to[i] += from[i];
}

/// Calls `visit(padded pixel, column entry)` for the first position of each row of positions.
/// Channels come last, so that what scatter adds to has left the processor when it adds to it
/// again.
template <class Visit>
HWY_INLINE void for_each_run(const PatchPlan& plan, std::size_t stride, Visit visit) {
  const auto& [image, padded, window, rows, cols] = plan;
  for (std::size_t y = 0; y < window.size; ++y)
    for (std::size_t x = 0; x < window.size; ++x)
      for (std::size_t channel = 0; channel < image.channels; ++channel) {
        const std::size_t column_row = (channel * window.size + y) * window.size + x;
        for (std::size_t row = 0; row < rows; ++row)
          visit(channel * padded.pixels() + (row * window.stride + y) * padded.width + x,
                column_row * stride + row * cols);
      }
}

/// Calls `visit(pixel of the image, padded pixel)` for the first pixel of each row of pixels.
template <class Visit>
HWY_INLINE void for_each_line(const PatchPlan& plan, Visit visit) {
  const auto& [image, padded, window, rows, cols] = plan;
  for (std::size_t channel = 0; channel < image.channels; ++channel)
    for (std::size_t y = 0; y < image.height; ++y)
      visit((channel * image.height + y) * image.width,
            channel * padded.pixels() + (y + window.padding) * padded.width + window.padding);
}

void gather(const PatchPlan& plan, const float* image, float* pixels, float* columns,
            std::size_t stride) {
  for_each_line(plan, [&](std::size_t pixel, std::size_t padded)
                          HWY_ATTR { copy(image + pixel, plan.image.width, pixels + padded); });
  const std::size_t step = plan.window.stride, n = plan.cols;
  for_each_run(plan, stride, [&](std::size_t padded, std::size_t entry) HWY_ATTR {
    const float* const from = pixels + padded;
    float* const to = columns + entry;
    if (step == 1) return copy(from, n, to);
    for (std::size_t i = 0; i < n; ++i) to[i] = from[i * step];
  });
}

void scatter(const PatchPlan& plan, const float* columns, std::size_t stride, float* sums,
             float* image) {
  const std::size_t step = plan.window.stride, n = plan.cols;
  for_each_run(plan, stride, [&](std::size_t padded, std::size_t entry) HWY_ATTR {
    const float* const from = columns + entry;
    float* const to = sums + padded;
    if (step == 1) return add(from, n, to);
    for (std::size_t i = 0; i < n; ++i) to[i * step] += from[i];
  });
  for_each_line(plan, [&](std::size_t pixel, std::size_t padded)
                          HWY_ATTR { copy(sums + padded, plan.image.width, image + pixel); });
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(gather);
HWY_EXPORT(scatter);

Patches::Patches(const Image& image, const Window& window)
    : plan_{image,
            {image.channels, image.height + 2 * window.padding, image.width + 2 * window.padding},
            window,
            window.positions(image.height),
            window.positions(image.width)} {}

void Patches::prepare() {
  pixels_.assign(plan_.padded.volume(), 0.0f);
  sums_.resize(plan_.padded.volume());
}

void Patches::gather(std::span<const float> image, float* columns, std::size_t stride) {
  HWY_DYNAMIC_DISPATCH(gather)(plan_, image.data(), pixels_.data(), columns, stride);
}

void Patches::scatter(const float* columns, std::size_t stride, std::span<float> image) {
  std::fill(sums_.begin(), sums_.end(), 0.0f);
  HWY_DYNAMIC_DISPATCH(scatter)(plan_, columns, stride, sums_.data(), image.data());
}

}  // namespace temper
#endif
