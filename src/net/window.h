#pragma once
// A square window that slides over an image.

#include "net/image.h"

namespace temper {

struct Window {
  std::size_t size = 1;     ///< pixels a side
  std::size_t stride = 1;   ///< pixels from position to position
  std::size_t padding = 0;  ///< zeros around the image; less than size

  /// How many positions it has along a side of an image: pixels beyond the last whole step are left
  /// out.
  std::size_t positions(std::size_t length) const {
    return (length + 2 * padding - size) / stride + 1;
  }

  Image slide(const Image& image, std::size_t channels) const {
    return {channels, positions(image.height), positions(image.width)};
  }
};

/// Calls `visit(position, first pixel of its window)` for the first position of each row of
/// positions, of a window without padding on each of so many planes, channels of images one after
/// another.
template <class Visit>
void for_each_run(const Window& window, const Image& image, std::size_t planes, Visit visit) {
  const std::size_t rows = window.positions(image.height), cols = window.positions(image.width);
  for (std::size_t plane = 0; plane < planes; ++plane)
    for (std::size_t y = 0; y < rows; ++y)
      visit((plane * rows + y) * cols, (plane * image.height + y * window.stride) * image.width);
}

/// Reads `window` and `stride` of a pooling layer. Refuses (UsageError) a window that is larger
/// than the image.
Window read_pool(const Section& section, const Image& image);

/// Reads `kernel`, `stride` and `padding` of a convolution, and refuses likewise.
Window read_kernel(const Section& section, const Image& image);

}  // namespace temper
