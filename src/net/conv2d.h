#pragma once
// The convolution y = f(W * x + b) of images, W [channels out, channels in, size, size],
// b [channels out], with zeros around the image. As everywhere in machine learning it is a
// cross-correlation: W isn't mirrored.

#include <memory>

#include "net/activation.h"
#include "net/layer.h"
#include "net/window.h"

namespace temper {

struct Conv2dOptions {
  std::size_t channels = 1;  ///< of the output
  Window kernel;
  std::unique_ptr<Activation> activation;  ///< null: none
  bool bias = true;
  std::shared_ptr<const Initialiser> initialiser;  ///< of W; null: the prior. b starts at 0
};

/// Requires that the kernel fits the image.
std::unique_ptr<Layer> make_conv2d(const Image& input, Conv2dOptions options);

}  // namespace temper
