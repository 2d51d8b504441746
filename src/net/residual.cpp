// The residual block (He et al., "Deep residual learning for image recognition", CVPR 2016, eqs. 1
// and 2): y = x + branch(x), where the branch is layers of its own,
//
//   [[model.layer]]
//   type = "residual"
//   [[model.layer.layer]]
//   type = "conv2d"
//   channels = 16
//
// and y = projection(x) + branch(x) where the branch changes the shape: a convolution of 1 x 1
// pixels, or a linear layer for flat vectors, without bias. `skip = false`, in the block or in
// [model] for all blocks, leaves branch(x) alone: what the skip connections do is then seen by
// comparison.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/floats.h"
#include "config/section.h"
#include "net/build_layers.h"
#include "net/conv2d.h"
#include "net/dense.h"
#include "net/stack.h"

namespace temper {
namespace {

class Residual final : public Layer {
 public:
  /// @param projection  null: x itself
  Residual(const Shape& input, std::unique_ptr<Stack> branch, std::unique_ptr<Layer> projection)
      : n_in_(volume(input)),
        n_out_(volume(branch->output_shape())),
        branch_(std::move(branch)),
        projection_(std::move(projection)) {
    for (const Block& block : branch_->blocks()) n_branch_ += volume(block.shape);
  }

  Shape output_shape() const override { return branch_->output_shape(); }

  /// Those of the branch, then "projection.weight".
  std::vector<Block> blocks() const override {
    auto blocks = branch_->blocks();
    if (!projection_) return blocks;
    for (Block& block : projection_->blocks()) {
      block.name = "projection." + block.name;
      blocks.push_back(std::move(block));
    }
    return blocks;
  }

  void prepare(std::size_t max_rows) override {
    branch_->prepare(max_rows);
    branched_.resize(max_rows * n_out_);
    slopes_.resize(max_rows * n_out_);
    if (!projection_) return;
    projection_->prepare(max_rows);
    projected_.resize(max_rows * n_out_);
    grad_input_.resize(max_rows * n_in_);
  }

  void forward(const ForwardPass& pass) override {
    const auto branched = std::span(branched_).first(pass.rows * n_out_);
    branch_->forward({pass.theta.first(n_branch_), pass.input, branched, pass.rows});
    const auto skipped = projection_ ? project(pass) : pass.input;
    for (std::size_t i = 0; i < branched.size(); ++i) pass.output[i] = skipped[i] + branched[i];
  }

  void backward(const BackwardPass& pass) override {
    // The branch may use up the slopes of the sum, which are those of what skips it, too.
    const auto slopes = std::span(slopes_).first(pass.rows * n_out_);
    std::copy(pass.grad_output.begin(), pass.grad_output.end(), slopes.begin());

    BackwardPass branch = pass;
    branch.theta = pass.theta.first(n_branch_);
    branch.gradient = pass.gradient.first(n_branch_);
    branch.output = std::span(branched_).first(pass.rows * n_out_);
    branch_->backward(branch);

    const auto skipped = projection_ ? project_back(pass, slopes) : slopes;
    for (std::size_t i = 0; i < pass.grad_input.size(); ++i) pass.grad_input[i] += skipped[i];
  }

 private:
  std::span<const float> project(const ForwardPass& pass) {
    const auto projected = std::span(projected_).first(pass.rows * n_out_);
    projection_->forward({pass.theta.subspan(n_branch_), pass.input, projected, pass.rows});
    return projected;
  }

  /// From the slopes by the projection's output to those by its input; empty if not wanted.
  std::span<float> project_back(const BackwardPass& pass, std::span<float> slopes) {
    BackwardPass projection = pass;
    projection.theta = pass.theta.subspan(n_branch_);
    projection.gradient = pass.gradient.subspan(n_branch_);
    projection.output = std::span(projected_).first(pass.rows * n_out_);
    projection.grad_output = slopes;
    projection.grad_input = std::span(grad_input_).first(pass.grad_input.size());
    projection_->backward(projection);
    return projection.grad_input;
  }

  std::size_t n_in_, n_out_;
  std::unique_ptr<Stack> branch_;
  std::unique_ptr<Layer> projection_;
  std::size_t n_branch_ = 0;     ///< parameters of the branch
  Floats branched_, projected_;  ///< [max_rows, n_out] the terms of the last forward pass
  Floats slopes_;                ///< [max_rows, n_out]
  Floats grad_input_;            ///< [max_rows, n_in] by way of the projection
};

std::string text_of(const Shape& shape) { return fmt::format("{}", fmt::join(shape, " x ")); }

std::unique_ptr<Layer> image_projection(const Section& section, const Image& from,
                                        const Image& to) {
  const Window pixel = {.stride = (from.height + to.height - 1) / to.height};
  if (pixel.slide(from, to.channels).shape() != to.shape())
    section.refuse("layer",
                   fmt::format("the branch turns {} into {}, which no convolution of 1 x 1 "
                               "pixels does for the skip; use paddings of half the kernel, and "
                               "strides to shrink",
                               text_of(from.shape()), text_of(to.shape())));
  return make_conv2d(from,
                     {to.channels, pixel, nullptr, false, initialisers().find("glorot")->make()});
}

/// Null if none is needed.
std::unique_ptr<Layer> make_projection(const Section& section, const Shape& from, const Shape& to) {
  if (from == to) return nullptr;
  if (is_image(from) && is_image(to))
    return image_projection(section, as_image(from), as_image(to));
  return make_dense(from, {volume(to), nullptr, false, initialisers().find("glorot")->make()});
}

std::unique_ptr<Layer> make_residual(const Section& section, const Section& model,
                                     const Shape& input) {
  const bool here = section.flag("skip", true, "adds the input to the output");
  const bool anywhere = model.flag("skip", true, "false: as skip = false in every residual block");
  auto branch =
      std::make_unique<Stack>(build_layers(section.required_children("layer"), model, input));
  if (!here || !anywhere) return branch;
  auto projection = make_projection(section, input, branch->output_shape());
  return std::make_unique<Residual>(input, std::move(branch), std::move(projection));
}

const bool registered = layers().add(
    "residual", "its input plus what layers of its own, [[model.layer.layer]], make of it",
    make_residual);

}  // namespace
}  // namespace temper
