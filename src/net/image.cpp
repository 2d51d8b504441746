#include "net/image.h"

#include <fmt/format.h>

#include "config/section.h"

namespace temper {

Image image_of(const Section& section, const std::string& type, const Shape& input) {
  if (!is_image(input))
    section.refuse("type", fmt::format("'{}' needs images (channels, height, width) but gets {} "
                                       "numbers in a row; use it on data of images, before layers "
                                       "that flatten them",
                                       type, volume(input)));
  return as_image(input);
}

}  // namespace temper
