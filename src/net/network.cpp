#include "net/network.h"

#include <cmath>
#include <string>
#include <utility>

namespace temper {
namespace {

void weigh(std::span<double> losses, std::span<const float> weights) {
  for (std::size_t row = 0; row < weights.size(); ++row) losses[row] *= weights[row];
}

/// What belongs to one row.
template <class T>
std::span<T> row_of(std::span<T> values, std::size_t row, std::size_t rows) {
  const auto n = values.size() / rows;
  return values.subspan(row * n, n);
}

}  // namespace

Network::Network(const Shape& input, std::vector<std::unique_ptr<Layer>> layers,
                 std::unique_ptr<Loss> loss)
    : n_inputs_(volume(input)), layers_(std::move(layers)), loss_(std::move(loss)) {
  add_blocks("", layers_.blocks());
  loss_offset_ = dim_;
  add_blocks("loss.", loss_->blocks());
  layers_.prepare(max_rows);
  loss_->prepare(max_rows);
  outputs_.resize(max_rows * loss_->n_outputs());
  grad_outputs_.resize(outputs_.size());
}

void Network::add_blocks(const std::string& owner, std::vector<Block> blocks) {
  for (Block& block : blocks) {
    block.name = owner + block.name;
    block.offset = dim_;
    dim_ += volume(block.shape);
    blocks_.push_back(std::move(block));
  }
}

void Network::initialise(std::span<float> theta, Rng& rng) const {
  for (const Block& block : blocks_)
    if (block.initialiser)
      block.initialiser->fill(theta.subspan(block.offset, volume(block.shape)), block.fans, rng);
}

std::span<const float> Network::forward(std::span<const float> theta, const Examples& examples) {
  const auto outputs = std::span(outputs_).first(examples.rows * loss_->n_outputs());
  layers_.forward({theta.first(loss_offset_), examples.inputs, outputs, examples.rows});
  return outputs;
}

/// From grad_outputs_, the gradient by the outputs.
void Network::backward(std::span<const float> theta, const Examples& examples,
                       std::span<float> gradient) {
  const std::size_t n = examples.rows * loss_->n_outputs();
  layers_.backward({
      .theta = theta.first(loss_offset_),
      .input = examples.inputs,
      .output = std::span(outputs_).first(n),
      .grad_output = std::span(grad_outputs_).first(n),
      .grad_input = {},
      .gradient = gradient.first(loss_offset_),
      .rows = examples.rows,
  });
}

void Network::losses(std::span<const float> theta, const Examples& examples,
                     std::span<double> losses) {
  const auto outputs = forward(theta, examples);
  loss_->losses(theta.subspan(loss_offset_), outputs, examples.targets, losses);
  weigh(losses, examples.weights);
}

/// Of the loss, an example at a time: each has a scale of its own.
void Network::weighted_gradient(std::span<const float> theta, const Examples& examples,
                                double scale, std::span<double> losses, std::span<float> gradient) {
  const auto n = loss_->n_outputs();
  const auto [values, labels] = examples.targets;
  const auto n_targets = values.size() / examples.rows, n_labels = labels.size() / examples.rows;
  for (std::size_t row = 0; row < examples.rows; ++row)
    loss_->gradient({
        .theta = theta.subspan(loss_offset_),
        .outputs = std::span<const float>(outputs_).subspan(row * n, n),
        .targets = {values.subspan(row * n_targets, n_targets),
                    labels.subspan(row * n_labels, n_labels)},
        .scale = scale * examples.weights[row],
        .losses = losses.subspan(row, 1),
        .grad_outputs = std::span(grad_outputs_).subspan(row * n, n),
        .gradient = gradient.subspan(loss_offset_),
    });
  weigh(losses, examples.weights);
}

void Network::gradient(std::span<const float> theta, const Examples& examples, double scale,
                       std::span<double> losses, std::span<float> gradient) {
  const auto outputs = forward(theta, examples);
  if (!examples.weights.empty()) {
    weighted_gradient(theta, examples, scale, losses, gradient);
    return backward(theta, examples, gradient);
  }
  loss_->gradient({
      .theta = theta.subspan(loss_offset_),
      .outputs = outputs,
      .targets = examples.targets,
      .scale = scale,
      .losses = losses,
      .grad_outputs = std::span(grad_outputs_).first(outputs.size()),
      .gradient = gradient.subspan(loss_offset_),
  });
  backward(theta, examples, gradient);
}

void Network::fisher_rows(std::span<const float> theta, const Examples& examples,
                          const FisherRows& rows) {
  const auto n_roots = loss_->n_fisher_roots();
  const auto outputs = forward(theta, examples);
  const auto grad_outputs = std::span(grad_outputs_).first(outputs.size());
  for (std::size_t root = 0; root < n_roots; ++root) {
    const auto jacobian = rows.jacobian.subspan(root * dim_);
    for (std::size_t i = 0; i < examples.rows; ++i)
      rows.pulls[i * n_roots + root] = start_fisher_row(
          theta, examples, root, i, jacobian.subspan(i * n_roots * dim_ + loss_offset_));
    layers_.row_gradients({.theta = theta.first(loss_offset_),
                           .input = examples.inputs,
                           .output = outputs,
                           .grad_output = grad_outputs,
                           .grad_input = {},
                           .gradient = jacobian,
                           .rows = examples.rows},
                          n_roots * dim_);
  }
  loss_->losses(theta.subspan(loss_offset_), outputs, examples.targets, rows.losses);
  weigh(rows.losses, examples.weights);
}

/// Fills in grad_outputs_ of one example and the end of its row of the Jacobian: the root by the
/// outputs and by the loss's own parameters. @returns its pull
double Network::start_fisher_row(std::span<const float> theta, const Examples& examples,
                                 std::size_t root, std::size_t row, std::span<float> by_theta) {
  const auto n_outputs = loss_->n_outputs();
  FisherRoot task{.theta = theta.subspan(loss_offset_),
                  .outputs = std::span<const float>(outputs_).subspan(row * n_outputs, n_outputs),
                  .targets = {row_of(examples.targets.values, row, examples.rows),
                              row_of(examples.targets.labels, row, examples.rows)},
                  .by_outputs = std::span(grad_outputs_).subspan(row * n_outputs, n_outputs),
                  .by_theta = by_theta.first(dim_ - loss_offset_)};
  loss_->fisher_root(root, task);
  if (examples.weights.empty()) return task.pull;
  const double scale = std::sqrt(double{examples.weights[row]});
  for (const auto part : {task.by_outputs, task.by_theta})
    for (float& value : part) value *= static_cast<float>(scale);
  return scale * task.pull;
}

void Network::predict(std::span<const float> theta, const Examples& examples,
                      std::span<double> predictions, std::span<double> losses) {
  const auto outputs = forward(theta, examples);
  loss_->predict(theta.subspan(loss_offset_), outputs, predictions);
  if (!losses.empty())
    loss_->losses(theta.subspan(loss_offset_), outputs, examples.targets, losses);
}

}  // namespace temper
