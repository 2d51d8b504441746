#include "net/patches.h"

#include <algorithm>

namespace temper {

Patches::Patches(const Image& image, const Window& window)
    : image_(image),
      padded_{image.channels, image.height + 2 * window.padding, image.width + 2 * window.padding},
      window_(window),
      rows_(window.places(image.height)),
      cols_(window.places(image.width)) {}

void Patches::prepare() {
  pixels_.assign(padded_.volume(), 0.0f);
  sums_.resize(padded_.volume());
}

template <class Visit>
void Patches::for_each_run(std::size_t stride, Visit visit) const {
  std::size_t column_row = 0;
  for (std::size_t channel = 0; channel < image_.channels; ++channel)
    for (std::size_t y = 0; y < window_.size; ++y)
      for (std::size_t x = 0; x < window_.size; ++x, ++column_row)
        for (std::size_t row = 0; row < rows_; ++row)
          visit(channel * padded_.pixels() + (row * window_.stride + y) * padded_.width + x,
                column_row * stride + row * cols_);
}

template <class Visit>
void Patches::for_each_line(Visit visit) const {
  for (std::size_t channel = 0; channel < image_.channels; ++channel)
    for (std::size_t y = 0; y < image_.height; ++y)
      visit((channel * image_.height + y) * image_.width,
            channel * padded_.pixels() + (y + window_.padding) * padded_.width + window_.padding);
}

void Patches::gather(std::span<const float> image, float* columns, std::size_t stride) {
  for_each_line([&](std::size_t pixel, std::size_t padded) {
    std::copy_n(&image[pixel], image_.width, &pixels_[padded]);
  });
  const std::size_t step = window_.stride, n = cols_;
  for_each_run(stride, [&](std::size_t padded, std::size_t entry) {
    const float* from = &pixels_[padded];
    float* to = columns + entry;
    if (step == 1)  // a loop of its own: it vectorises
      for (std::size_t i = 0; i < n; ++i) to[i] = from[i];
    else
      for (std::size_t i = 0; i < n; ++i) to[i] = from[i * step];
  });
}

void Patches::scatter(const float* columns, std::size_t stride, std::span<float> image) {
  std::fill(sums_.begin(), sums_.end(), 0.0f);
  const std::size_t step = window_.stride, n = cols_;
  for_each_run(stride, [&](std::size_t padded, std::size_t entry) {
    const float* from = columns + entry;
    float* to = &sums_[padded];
    if (step == 1)
      for (std::size_t i = 0; i < n; ++i) to[i] += from[i];
    else
      for (std::size_t i = 0; i < n; ++i) to[i * step] += from[i];
  });
  for_each_line([&](std::size_t pixel, std::size_t padded) {
    std::copy_n(&sums_[padded], image_.width, &image[pixel]);
  });
}

}  // namespace temper
