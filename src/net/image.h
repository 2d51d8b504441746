#pragma once
// Images as layers see them.

#include <string>

#include "net/shape.h"

namespace temper {

class Section;

struct Image {
  std::size_t channels = 0, height = 0, width = 0;

  std::size_t pixels() const { return height * width; }  ///< of one channel
  std::size_t volume() const { return channels * pixels(); }
  Shape shape() const { return {channels, height, width}; }
};

/// Whether a shape is {channels, height, width}.
inline bool is_image(const Shape& shape) { return shape.size() == 3; }

/// A flat vector is taken as channels of one pixel.
inline Image as_image(const Shape& shape) {
  return is_image(shape) ? Image{shape[0], shape[1], shape[2]} : Image{volume(shape), 1, 1};
}

/// Refuses (UsageError) another shape for the layer `type` of this section.
Image image_of(const Section& section, const std::string& type, const Shape& input);

}  // namespace temper
