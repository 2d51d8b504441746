#pragma once
// What a sliding window sees of an image, as a matrix: a convolution is then a matrix product
// ("im2col"; Chellapilla, Puri & Simard, "High performance convolutional neural networks for
// document processing", 2006).

#include <span>

#include "base/floats.h"
#include "net/window.h"

namespace temper {

/// An image, what slides over it, and how many positions that has.
struct PatchPlan {
  Image image, padded;
  Window window;
  std::size_t rows, cols;  ///< of positions
};

class Patches {
 public:
  Patches(const Image& image, const Window& window);

  std::size_t length() const {
    return plan_.image.channels * plan_.window.size * plan_.window.size;
  }
  std::size_t positions() const { return plan_.rows * plan_.cols; }

  /// Allocates scratch; after it no call allocates.
  void prepare();

  /// Writes each position's patch as a column, of `length()` rows: channel, then y and x in the
  /// window.
  /// @param image    [channels, height, width]
  /// @param columns  the first of `positions()` columns in a row-major matrix
  /// @param stride   of a row of that matrix
  void gather(std::span<const float> image, float* columns, std::size_t stride);

  /// The transpose: each pixel becomes the sum over the columns that it was written to.
  /// @param image  [channels, height, width] out
  void scatter(const float* columns, std::size_t stride, std::span<float> image);

 private:
  PatchPlan plan_;
  Floats pixels_;  ///< the image with its padding, which stays 0
  Floats sums_;    ///< of scatter, padding included
};

}  // namespace temper
