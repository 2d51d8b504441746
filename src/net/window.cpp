#include "net/window.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/section.h"

namespace temper {
namespace {

constexpr std::int64_t widest = 1024;

void check(const Section& section, const std::string& key, const Window& window,
           const Image& image) {
  const std::size_t shortest = std::min(image.height, image.width) + 2 * window.padding;
  if (window.size > shortest)
    section.refuse(key,
                   fmt::format("{0} x {0} pixels don't fit images of {1} x {2}{3}; at most {4}",
                               window.size, image.height, image.width,
                               window.padding > 0 ? " with their padding" : "", shortest));
}

}  // namespace

Window read_pool(const Section& section, const Image& image) {
  Window window;
  window.size =
      section.count("window", {.fallback = 2, .min = 1, .max = widest, .help = "pixels a side"});
  window.stride =
      section.count("stride", {.fallback = static_cast<std::int64_t>(window.size),
                               .min = 1,
                               .max = widest,
                               .help = "pixels from window to window; default: the window"});
  check(section, "window", window, image);
  return window;
}

Window read_kernel(const Section& section, const Image& image) {
  Window window;
  window.size = section.count(
      "kernel",
      {.fallback = 3, .min = 1, .max = widest, .help = "pixels a side of what an output sees"});
  window.stride = section.count(
      "stride", {.fallback = 1, .min = 1, .max = widest, .help = "pixels from output to output"});
  const auto size = static_cast<std::int64_t>(window.size);
  window.padding = section.count(
      "padding", {.fallback = (size - 1) / 2,
                  .min = 0,
                  .max = size - 1,
                  .help = "zeros around the image; default: half the kernel, with which "
                          "stride 1 keeps the size"});
  check(section, "kernel", window, image);
  return window;
}

}  // namespace temper
