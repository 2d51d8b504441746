#include "net/dense.h"

#include <algorithm>
#include <utility>

#include "base/floats.h"
#include "config/config.h"
#include "net/gemm.h"
#include "net/rows.h"

namespace temper {
namespace {

class Dense final : public Layer {
 public:
  Dense(const Shape& input, DenseOptions options)
      : n_in_(volume(input)), n_out_(options.units), options_(std::move(options)) {}

  Shape output_shape() const override { return {n_out_}; }

  std::vector<Block> blocks() const override {
    std::vector<Block> blocks = {
        {"weight", {n_out_, n_in_}, {n_in_, n_out_}, options_.initialiser}};
    if (options_.bias) blocks.push_back({"bias", {n_out_}, {}, zeros()});
    return blocks;
  }

  void prepare(std::size_t max_rows) override { slopes_.resize(max_rows * n_out_); }

  void forward(const ForwardPass& pass) override {
    if (options_.bias) fill_rows(bias_of(pass.theta), pass.output);
    gemm({pass.input.data(), pass.rows, n_in_}, weight(pass.theta).transpose(), pass.output.data(),
         options_.bias ? Update::add : Update::assign);
    if (options_.activation) options_.activation->apply(pass.output, slopes(pass.rows));
  }

  void backward(const BackwardPass& pass) override {
    if (options_.activation) multiply(pass.grad_output, slopes(pass.rows));
    const MatrixView grad = {pass.grad_output.data(), pass.rows, n_out_};
    gemm(grad.transpose(), {pass.input.data(), pass.rows, n_in_}, pass.gradient.data(),
         Update::add);
    if (options_.bias) add_rows(pass.grad_output, bias_of(pass.gradient));
    if (!pass.grad_input.empty())
      gemm(grad, weight(pass.theta), pass.grad_input.data(), Update::assign);
  }

  void row_gradients(const BackwardPass& pass, std::size_t stride) override {
    if (options_.activation) multiply(pass.grad_output, slopes(pass.rows));
    for (std::size_t row = 0; row < pass.rows; ++row) {
      const float* const input = &pass.input[row * n_in_];
      const float* const grad = &pass.grad_output[row * n_out_];
      float* to = &pass.gradient[row * stride];
      for (std::size_t unit = 0; unit < n_out_; ++unit)
        for (std::size_t i = 0; i < n_in_; ++i) *to++ = grad[unit] * input[i];
      if (options_.bias) std::copy_n(grad, n_out_, to);
    }
    if (!pass.grad_input.empty())
      gemm({pass.grad_output.data(), pass.rows, n_out_}, weight(pass.theta), pass.grad_input.data(),
           Update::assign);
  }

 private:
  MatrixView weight(std::span<const float> theta) const { return {theta.data(), n_out_, n_in_}; }

  template <class T>
  std::span<T> bias_of(std::span<T> theta) const {
    return theta.subspan(n_in_ * n_out_, n_out_);
  }

  std::span<float> slopes(std::size_t rows) { return std::span(slopes_).first(rows * n_out_); }

  std::size_t n_in_, n_out_;
  DenseOptions options_;
  Floats slopes_;  ///< f'(W x + b) of the last forward pass
};

DenseOptions read_options(const Section& section, const std::string& usual = "tanh") {
  DenseOptions options;
  options.units =
      section.count("units", {.min = 1, .max = 1 << 20, .help = "outputs of the layer"});
  options.activation =
      make_registered(activations(), section, "activation", usual, "applied to each output");
  options.bias = section.flag("bias", true, "adds a bias to each output");
  options.initialiser = read_initialiser(section, options.activation->initialiser());
  return options;
}

const bool registered =
    layers().add("dense", "every output sees every input",
                 [](const Section& section, const Section&, const Shape& input) {
                   return make_dense(input, read_options(section));
                 });

}  // namespace

std::unique_ptr<Layer> make_dense(const Shape& input, DenseOptions options) {
  return std::make_unique<Dense>(input, std::move(options));
}

std::unique_ptr<Layer> make_output(const Shape& input, const Section& section) {
  auto options = read_options(section, "identity");
  options.activation = nullptr;
  return make_dense(input, std::move(options));
}

std::unique_ptr<Layer> make_linear(const Shape& input, std::size_t units) {
  return make_dense(input, {units, nullptr, true, initialisers().find("glorot")->make()});
}

}  // namespace temper
