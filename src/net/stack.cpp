#include "net/stack.h"

#include <algorithm>
#include <string>
#include <utility>

namespace temper {

Stack::Stack(std::vector<std::unique_ptr<Layer>> layers) {
  std::size_t offset = 0;
  for (auto& layer : layers) {
    std::size_t n_parameters = 0;
    for (const Block& block : layer->blocks()) n_parameters += volume(block.shape);
    const std::size_t n_outputs = volume(layer->output_shape());
    stages_.push_back({std::move(layer), offset, n_parameters, n_outputs});
    offset += n_parameters;
  }
}

std::vector<Block> Stack::blocks() const {
  std::vector<Block> all;
  for (std::size_t i = 0; i < stages_.size(); ++i)
    for (Block& block : stages_[i].layer->blocks()) {
      block.name = "layer" + std::to_string(i) + "." + block.name;
      all.push_back(std::move(block));
    }
  return all;
}

void Stack::prepare(std::size_t max_rows) {
  std::size_t widest = 0;
  for (Stage& stage : stages_) {
    stage.layer->prepare(max_rows);
    if (is_last(stage)) continue;
    stage.output.resize(max_rows * stage.n_outputs);
    widest = std::max(widest, stage.n_outputs);
  }
  grad_output_.resize(max_rows * widest);
  grad_input_.resize(max_rows * widest);
}

void Stack::forward(const ForwardPass& pass) {
  std::span<const float> input = pass.input;
  for (Stage& stage : stages_) {
    const auto output =
        is_last(stage) ? pass.output : std::span(stage.output).first(pass.rows * stage.n_outputs);
    stage.layer->forward(
        {pass.theta.subspan(stage.offset, stage.n_parameters), input, output, pass.rows});
    input = output;
  }
}

void Stack::backward(const BackwardPass& pass) {
  go_back(pass, [](Layer& layer, BackwardPass part) {
    part.gradient = part.gradient.first(part.theta.size());
    layer.backward(part);
  });
}

void Stack::row_gradients(const BackwardPass& pass, std::size_t stride) {
  go_back(pass,
          [stride](Layer& layer, const BackwardPass& part) { layer.row_gradients(part, stride); });
}

template <class Step>
void Stack::go_back(const BackwardPass& pass, Step step) {
  std::span<const float> output = pass.output;
  std::span<float> grad_output = pass.grad_output;
  for (std::size_t i = stages_.size(); i-- > 0;) {
    const Stage& stage = stages_[i];
    const std::size_t n_in = i == 0 ? 0 : pass.rows * stages_[i - 1].n_outputs;
    const auto input = i == 0 ? pass.input : std::span(stages_[i - 1].output).first(n_in);
    const auto grad_input = i == 0 ? pass.grad_input : std::span(grad_input_).first(n_in);
    step(*stage.layer, BackwardPass{
                           .theta = pass.theta.subspan(stage.offset, stage.n_parameters),
                           .input = input,
                           .output = output,
                           .grad_output = grad_output,
                           .grad_input = grad_input,
                           .gradient = pass.gradient.subspan(stage.offset),
                           .rows = pass.rows,
                       });
    output = input;
    grad_output = grad_input;
    std::swap(grad_output_, grad_input_);
  }
}

}  // namespace temper
