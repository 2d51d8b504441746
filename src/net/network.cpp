#include "net/network.h"

#include <algorithm>
#include <string>
#include <utility>

namespace temper {

Network::Network(const Shape& input, std::vector<std::unique_ptr<Layer>> layers,
                 std::unique_ptr<Loss> loss)
    : n_inputs_(volume(input)), loss_(std::move(loss)) {
  for (std::size_t i = 0; i < layers.size(); ++i) add_stage(i, std::move(layers[i]));
  loss_offset_ = dim_;
  add_blocks("loss", loss_->blocks());
  loss_->prepare(max_rows);
  reserve_gradients();
}

void Network::add_stage(std::size_t index, std::unique_ptr<Layer> layer) {
  Stage stage;
  stage.offset = dim_;
  stage.n_parameters = add_blocks("layer" + std::to_string(index), layer->blocks());
  stage.n_outputs = volume(layer->output_shape());
  stage.output.resize(max_rows * stage.n_outputs);
  layer->prepare(max_rows);
  stage.layer = std::move(layer);
  stages_.push_back(std::move(stage));
}

/// Returns how many parameters they have.
std::size_t Network::add_blocks(const std::string& owner, std::vector<Block> blocks) {
  const std::size_t first = dim_;
  for (Block& block : blocks) {
    block.name = owner + "." + block.name;
    block.offset = dim_;
    dim_ += volume(block.shape);
    blocks_.push_back(std::move(block));
  }
  return dim_ - first;
}

void Network::reserve_gradients() {
  std::size_t widest = 0;
  for (const Stage& stage : stages_) widest = std::max(widest, stage.n_outputs);
  grad_output_.resize(max_rows * widest);
  grad_input_.resize(max_rows * widest);
}

void Network::initialise(std::span<float> theta, Rng& rng) const {
  for (const Block& block : blocks_)
    if (block.initialiser)
      block.initialiser->fill(theta.subspan(block.offset, volume(block.shape)), block.fans, rng);
}

std::span<const float> Network::forward(std::span<const float> theta, const Examples& examples) {
  std::span<const float> input = examples.inputs;
  for (Stage& stage : stages_) {
    const auto output = std::span(stage.output).first(examples.rows * stage.n_outputs);
    stage.layer->forward(
        {theta.subspan(stage.offset, stage.n_parameters), input, output, examples.rows});
    input = output;
  }
  return input;
}

/// From grad_output_, the gradient by the last stage's output.
void Network::backward(std::span<const float> theta, const Examples& examples,
                       std::span<float> gradient) {
  const std::size_t rows = examples.rows;
  for (std::size_t i = stages_.size(); i-- > 0;) {
    const Stage& stage = stages_[i];
    const std::size_t n_in = i == 0 ? 0 : stages_[i - 1].n_outputs;
    stage.layer->backward({
        .theta = theta.subspan(stage.offset, stage.n_parameters),
        .input = i == 0 ? examples.inputs : std::span(stages_[i - 1].output).first(rows * n_in),
        .output = std::span(stage.output).first(rows * stage.n_outputs),
        .grad_output = std::span(grad_output_).first(rows * stage.n_outputs),
        .grad_input = std::span(grad_input_).first(rows * n_in),
        .gradient = gradient.subspan(stage.offset, stage.n_parameters),
        .rows = rows,
    });
    std::swap(grad_output_, grad_input_);
  }
}

void Network::losses(std::span<const float> theta, const Examples& examples,
                     std::span<double> losses) {
  const auto outputs = forward(theta, examples);
  loss_->losses(theta.subspan(loss_offset_), outputs, examples.targets, losses);
}

void Network::gradient(std::span<const float> theta, const Examples& examples, double scale,
                       std::span<double> losses, std::span<float> gradient) {
  const auto outputs = forward(theta, examples);
  loss_->gradient({
      .theta = theta.subspan(loss_offset_),
      .outputs = outputs,
      .targets = examples.targets,
      .scale = scale,
      .losses = losses,
      .grad_outputs = std::span(grad_output_).first(outputs.size()),
      .gradient = gradient.subspan(loss_offset_),
  });
  backward(theta, examples, gradient);
}

void Network::predict(std::span<const float> theta, const Examples& examples,
                      std::span<double> predictions, std::span<double> losses) {
  const auto outputs = forward(theta, examples);
  loss_->predict(theta.subspan(loss_offset_), outputs, predictions);
  if (!losses.empty())
    loss_->losses(theta.subspan(loss_offset_), outputs, examples.targets, losses);
}

}  // namespace temper
