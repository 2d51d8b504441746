#include "data/pool.h"

#include <algorithm>
#include <utility>

namespace temper {
namespace {

/// @param image   [n_rows, width], channels one below the other
/// @param pooled  [n_rows/factor, width/factor], out
void pool_image(const std::vector<double>& image, std::size_t width, std::size_t factor,
                float* pooled) {
  const std::size_t small_width = width / factor;
  std::vector<double> sums(image.size() / factor / factor, 0.0);
  for (std::size_t pixel = 0; pixel < image.size(); ++pixel) {
    const auto row = pixel / width / factor, column = pixel % width / factor;
    sums[row * small_width + column] += image[pixel];
  }
  const auto n_pixels = static_cast<double>(factor * factor);
  std::transform(sums.begin(), sums.end(), pooled,
                 [&](double sum) { return static_cast<float>(sum / n_pixels); });
}

}  // namespace

bool can_pool(const std::vector<std::size_t>& shape, std::size_t factor) {
  return shape.size() == 3 && shape[1] % factor == 0 && shape[2] % factor == 0;
}

void pool_images(RawData& raw, std::size_t factor) {
  const std::size_t n = raw.inputs.n_rows(), width = raw.input_shape[2];
  const std::size_t n_pooled = raw.inputs.n_columns() / factor / factor;
  std::vector<double> image(raw.inputs.n_columns());
  std::vector<float> pooled(n * n_pooled);
  for (std::size_t i = 0; i < n; ++i) {
    raw.inputs.row(i, image);
    pool_image(image, width, factor, pooled.data() + i * n_pooled);
  }
  raw.inputs = RawMatrix(n_pooled, std::move(pooled));
  raw.input_shape[1] /= factor;
  raw.input_shape[2] /= factor;
}

}  // namespace temper
