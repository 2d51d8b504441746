#pragma once
// Layers one after another, as one layer: a whole network without its loss, or the branch of a
// residual block.

#include <memory>
#include <vector>

#include "base/floats.h"
#include "net/layer.h"

namespace temper {

class Stack final : public Layer {
 public:
  /// At least one layer. Requires that each takes the output of the one before.
  explicit Stack(std::vector<std::unique_ptr<Layer>> layers);

  Shape output_shape() const override { return stages_.back().layer->output_shape(); }

  /// Those of its layers: "layer0.weight", "layer0.bias", "layer1.weight", …
  std::vector<Block> blocks() const override;

  void prepare(std::size_t max_rows) override;
  void forward(const ForwardPass& pass) override;
  void backward(const BackwardPass& pass) override;
  void row_gradients(const BackwardPass& pass, std::size_t stride) override;

 private:
  /// A layer with its place in theta and its output of the last forward pass. The last stage
  /// writes to the output of the pass.
  struct Stage {
    std::unique_ptr<Layer> layer;
    std::size_t offset = 0, n_parameters = 0, n_outputs = 0;
    Floats output = {};  ///< [max_rows, n_outputs]
  };

  /// From the last stage to the first, each with its part of `pass`, its gradient from its first
  /// parameter on.
  template <class Step>
  void go_back(const BackwardPass& pass, Step step);

  bool is_last(const Stage& stage) const { return &stage == &stages_.back(); }

  std::vector<Stage> stages_;
  Floats grad_output_, grad_input_;  ///< [max_rows, widest stage]; swapped from stage to stage
};

}  // namespace temper
