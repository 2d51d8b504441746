#include "net/conv2d.h"

#include <algorithm>
#include <utility>

#include "base/floats.h"
#include "config/config.h"
#include "net/gemm.h"
#include "net/lane_sum.h"
#include "net/patches.h"
#include "net/rows.h"

namespace temper {
namespace {

// Several examples make one matrix product. Measured (one core, AVX-512): 8 at 8 x 8 pixels save
// half the time of one by one; patches of more than about 256 KB lose it again to the cache.
constexpr std::size_t largest_group = 8, most_patch_values = std::size_t{1} << 16;

class Conv2d final : public Layer {
 public:
  Conv2d(const Image& input, Conv2dOptions options)
      : input_(input),
        output_(options.kernel.slide(input, options.channels)),
        options_(std::move(options)),
        patches_(input, options_.kernel),
        group_(std::clamp<std::size_t>(
            most_patch_values / (patches_.length() * patches_.positions()), 1, largest_group)) {}

  Shape output_shape() const override { return output_.shape(); }

  std::vector<Block> blocks() const override {
    const std::size_t size = options_.kernel.size;
    std::vector<Block> blocks = {{"weight",
                                  {output_.channels, input_.channels, size, size},
                                  {patches_.length(), output_.channels * size * size},
                                  options_.initialiser}};
    if (options_.bias) blocks.push_back({"bias", {output_.channels}, {}, zeros()});
    return blocks;
  }

  void prepare(std::size_t max_rows) override {
    patches_.prepare();
    columns_.resize(patches_.length() * patches_.positions() * group_);
    products_.resize(output_.volume() * group_);
    if (options_.activation) slopes_.resize(max_rows * output_.volume());
  }

  void forward(const ForwardPass& pass) override {
    for (std::size_t first = 0; first < pass.rows; first += group_) {
      const std::size_t rows = std::min(group_, pass.rows - first);
      gather(pass.input, first, rows);
      gemm(weight(pass.theta), columns(rows), products_.data(), Update::assign);
      unpack(first, rows, pass);
    }
    if (options_.activation) options_.activation->apply(pass.output, slopes(pass.rows));
  }

  void backward(const BackwardPass& pass) override {
    if (options_.activation) multiply(pass.grad_output, slopes(pass.rows));
    for (std::size_t first = 0; first < pass.rows; first += group_) {
      const std::size_t rows = std::min(group_, pass.rows - first);
      pack(pass.grad_output, first, rows);
      if (options_.bias) add_by_bias(rows, pass.gradient.last(output_.channels));
      gather(pass.input, first, rows);
      gemm(products(rows), columns(rows).transpose(), pass.gradient.data(), Update::add);
      if (pass.grad_input.empty()) continue;
      gemm(weight(pass.theta).transpose(), products(rows), columns_.data(), Update::assign);
      scatter(pass.grad_input, first, rows);
    }
  }

 private:
  MatrixView weight(std::span<const float> theta) const {
    return {theta.data(), output_.channels, patches_.length()};
  }
  MatrixView columns(std::size_t rows) const {
    return {columns_.data(), patches_.length(), rows * output_.pixels()};
  }
  MatrixView products(std::size_t rows) const {
    return {products_.data(), output_.channels, rows * output_.pixels()};
  }
  std::span<float> slopes(std::size_t rows) {
    return std::span(slopes_).first(rows * output_.volume());
  }

  void gather(std::span<const float> input, std::size_t first, std::size_t rows) {
    const std::size_t n = input_.volume(), pixels = output_.pixels();
    for (std::size_t i = 0; i < rows; ++i)
      patches_.gather(input.subspan((first + i) * n, n), &columns_[i * pixels], rows * pixels);
  }

  void scatter(std::span<float> grad_input, std::size_t first, std::size_t rows) {
    const std::size_t n = input_.volume(), pixels = output_.pixels();
    for (std::size_t i = 0; i < rows; ++i)
      patches_.scatter(&columns_[i * pixels], rows * pixels,
                       grad_input.subspan((first + i) * n, n));
  }

  /// Adds the bias on the way from [channel, example, pixel] to [example, channel, pixel].
  void unpack(std::size_t first, std::size_t rows, const ForwardPass& pass) const {
    const std::size_t pixels = output_.pixels();
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t channel = 0; channel < output_.channels; ++channel) {
        const float bias = options_.bias ? pass.theta.last(output_.channels)[channel] : 0.0f;
        const float* from = &products_[(channel * rows + i) * pixels];
        float* to = &pass.output[((first + i) * output_.channels + channel) * pixels];
        for (std::size_t j = 0; j < pixels; ++j) to[j] = from[j] + bias;
      }
  }

  /// From [example, channel, pixel] to [channel, example, pixel].
  void pack(std::span<const float> grad_output, std::size_t first, std::size_t rows) {
    const std::size_t pixels = output_.pixels();
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t channel = 0; channel < output_.channels; ++channel)
        std::copy_n(&grad_output[((first + i) * output_.channels + channel) * pixels], pixels,
                    &products_[(channel * rows + i) * pixels]);
  }

  void add_by_bias(std::size_t rows, std::span<float> gradient) const {
    const std::size_t n = rows * output_.pixels();
    for (std::size_t channel = 0; channel < output_.channels; ++channel) {
      const float* values = &products_[channel * n];
      gradient[channel] += lane_sum(n, [&](std::size_t i) { return values[i]; });
    }
  }

  Image input_, output_;
  Conv2dOptions options_;
  Patches patches_;
  std::size_t group_;  ///< examples in a matrix product
  Floats columns_;     ///< [patch, group, position]; then their gradient
  Floats products_;    ///< [channel, group, position]: outputs without bias, or their gradient
  Floats slopes_;      ///< f' of the last forward pass
};

Conv2dOptions read_options(const Section& section, const Image& input) {
  Conv2dOptions options;
  options.channels = section.count("channels", {.min = 1, .max = 1 << 16, .help = "of the output"});
  options.kernel = read_kernel(section, input);
  options.activation =
      make_registered(activations(), section, "activation", "tanh", "applied to each output");
  options.bias = section.flag("bias", true, "adds a bias to each channel");
  options.initialiser = read_initialiser(section, options.activation->initialiser());
  return options;
}

const bool registered =
    layers().add("conv2d", "every output sees a square of the image's pixels",
                 [](const Section& section, const Section&, const Shape& shape) {
                   const Image input = image_of(section, "conv2d", shape);
                   return make_conv2d(input, read_options(section, input));
                 });

}  // namespace

std::unique_ptr<Layer> make_conv2d(const Image& input, Conv2dOptions options) {
  return std::make_unique<Conv2d>(input, std::move(options));
}

}  // namespace temper
