#include "posterior/network_posterior.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "config/section.h"
#include "net/build_network.h"
#include "net/gemm.h"
#include "net/target_noise.h"
#include "posterior/metrics.h"

namespace temper {
namespace {

/// V beside a minibatch: it would cost a tenth of the step, and only exact kernels, which use all
/// of the data, ask for it.
constexpr double not_computed = std::numeric_limits<double>::quiet_NaN();

double sum_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/// No noise that rows differ in is less than what rounding makes: a step between two values of a
/// target is sqrt(12) sds long. Nor, of standardised targets, less than a thousandth of their sd.
std::vector<double> least_sds(const Dataset& data, const std::vector<double>& resolution) {
  const double smallest = data.target_scaling.sd.empty() ? 0 : 1e-3;
  std::vector<double> least;
  for (const double step : resolution) least.push_back(std::max(smallest, step / std::sqrt(12.0)));
  return least;
}

TargetSpec target_spec(const Dataset& data, const std::vector<double>& resolution) {
  if (data.task == Task::classification) return {.n_classes = data.n_classes};
  const bool scaled = !data.target_scaling.sd.empty();
  const std::size_t n = data.n_targets;
  return {.n_targets = n,
          .mean = scaled ? data.target_scaling.mean : std::vector<double>(n, 0.0),
          .sd = scaled ? data.target_scaling.sd : std::vector<double>(n, 1.0),
          .least_sd = least_sds(data, resolution)};
}

}  // namespace

NetworkPosterior::NetworkPosterior(std::unique_ptr<Network> network, std::unique_ptr<Prior> prior,
                                   Dataset data)
    : network_(std::move(network)),
      prior_(std::move(prior)),
      dim_(network_->dim()),
      data_(std::move(data)),
      reader_(data_),
      losses_(Network::max_rows),
      predictions_(Network::max_rows * network_->n_predictions()) {
  prepare_gemm();
  if (network_->n_fisher_roots() > 0) gauss_newton_.emplace(*network_);
  for (const Block& block : prior_->own_blocks()) dim_ += volume(block.shape);
}

std::vector<ParameterBlock> NetworkPosterior::layout() const {
  std::vector<ParameterBlock> layout;
  for (const auto& blocks : {network_->blocks(), prior_->own_blocks()})
    for (const Block& block : blocks) layout.push_back({block.name, block.shape, block.offset});
  return layout;
}

Energy NetworkPosterior::energy(std::span<const float> theta) {
  Energy energy{0, prior_->energy(theta)};
  for_each_block(reader_, data_.train, {}, [&](const Examples& examples, std::size_t) {
    const auto losses = std::span(losses_).first(examples.rows);
    network_->losses(weights(theta), examples, losses);
    energy.U += sum_of(losses);
  });
  return energy;
}

void NetworkPosterior::gradients(std::span<GradientTask> group) {
  for (GradientTask& task : group) compute(task);
}

void NetworkPosterior::compute(GradientTask& task) {
  const std::size_t n = task.batch.empty() ? n_points() : task.batch.size();
  const double per_example = static_cast<double>(n_points()) / static_cast<double>(n);
  prior_->gradient(task.theta, task.weights.V, task.gradient);
  task.energy = {0, task.batch.empty() ? prior_->energy(task.theta) : not_computed};
  for_each_block(reader_, data_.train, task.batch, [&](const Examples& examples, std::size_t) {
    const auto losses = std::span(losses_).first(examples.rows);
    network_->gradient(weights(task.theta), examples, task.weights.U * per_example, losses,
                       weights(task.gradient));
    task.energy.U += per_example * sum_of(losses);
  });
}

void NetworkPosterior::pointwise(std::span<const float> theta, Batch batch, std::span<double> out) {
  for_each_block(reader_, data_.train, batch, [&](const Examples& examples, std::size_t first) {
    network_->losses(weights(theta), examples, out.subspan(first, examples.rows));
  });
}

void NetworkPosterior::curvature(CurvatureTask& task) {
  if (!gauss_newton_) return Potential::curvature(task);
  std::fill(task.matrix.begin(), task.matrix.end(), 0.0);
  add_prior_curvature(task);
  prior_->gradient(task.theta, task.weights.V, task.gradient);
  task.energy = {0, prior_->energy(task.theta)};
  gauss_newton_->begin(dim_);
  for (std::size_t first = 0; first < n_points(); first += gauss_newton_->max_rows()) {
    const auto rows = std::min(gauss_newton_->max_rows(), n_points() - first);
    const auto examples = reader_.view(data_.train, first, rows);
    task.energy.U += gauss_newton_->add(weights(task.theta), examples, task.weights.U, task.matrix);
  }
  const auto& gradient = gauss_newton_->gradient();
  for (std::size_t i = 0; i < gradient.size(); ++i)
    task.gradient[i] = static_cast<float>(double{task.gradient[i]} + gradient[i]);
}

/// By differences of the prior's gradient: all of its parameters move at once, which is exact for
/// independent ones.
void NetworkPosterior::add_prior_curvature(CurvatureTask& task) {
  constexpr float step = 0.01F;
  const auto moved = task.scratch.first(dim_), above = task.scratch.subspan(dim_, dim_);
  const auto gradient_at = [&](float distance, std::span<float> out) {
    for (std::size_t i = 0; i < dim_; ++i) moved[i] = task.theta[i] + distance;
    prior_->gradient(moved, task.weights.V, out);
  };
  gradient_at(step, above);
  gradient_at(-step, task.gradient);
  for (std::size_t i = 0; i < dim_; ++i) {
    const double slope = (double{above[i]} - double{task.gradient[i]}) / (2.0 * step);
    task.matrix[i * dim_ + i] += std::max(0.0, slope);
  }
}

double NetworkPosterior::curvature_cost() const {
  return gauss_newton_ ? GaussNewton::cost(*network_) : Potential::curvature_cost();
}

void NetworkPosterior::initialise(std::span<float> theta, Rng& rng) const {
  prior_->draw(theta, rng);  // for the blocks that start there
  network_->initialise(weights(theta), rng);
}

void NetworkPosterior::draw_prior(std::span<float> theta, Rng& rng) const {
  prior_->draw(theta, rng);
}

std::vector<std::string> NetworkPosterior::metric_names() const {
  const std::string first = data_.task == Task::classification ? "accuracy" : "rmse";
  std::vector<std::string> names;
  for (const auto& [part, prefix] :
       {std::pair{&data_.validation, "validation_"}, std::pair{&data_.test, "test_"}})
    if (part->n > 0) names.insert(names.end(), {prefix + first, prefix + std::string("log_score")});
  return names;
}

void NetworkPosterior::measure(std::span<const float> theta, std::span<double> out) {
  for (const Part* part : {&data_.validation, &data_.test}) {
    if (part->n == 0) continue;
    measure_part(theta, *part, out.first(2));
    out = out.subspan(2);
  }
}

/// @param out [2]: accuracy or rmse, log_score
void NetworkPosterior::measure_part(std::span<const float> theta, const Part& part,
                                    std::span<double> out) {
  double right = 0, squared_error = 0, loss = 0;
  for_each_block(reader_, part, {}, [&](const Examples& examples, std::size_t) {
    const auto losses = std::span(losses_).first(examples.rows);
    const auto predictions = std::span(predictions_).first(examples.rows * n_predictions());
    network_->predict(weights(theta), examples, predictions, losses);
    loss += sum_of(losses);
    right += count_right(predictions, examples.targets.labels);
    squared_error += sum_squared_error(predictions, examples.targets.values, data_.n_targets,
                                       data_.target_scaling);
  });
  const auto n = static_cast<double>(part.n);
  out[0] = data_.task == Task::classification
               ? right / n
               : std::sqrt(squared_error / (n * static_cast<double>(data_.n_targets)));
  out[1] = -loss / n;
}

void NetworkPosterior::predict(std::span<const float> theta, const Part& part,
                               std::span<double> out) {
  for_each_block(reader_, part, {}, [&](const Examples& examples, std::size_t first) {
    network_->predict(weights(theta), examples,
                      out.subspan(first * n_predictions(), examples.rows * n_predictions()));
  });
}

bool NetworkPosterior::takes_counts() const { return noise() != nullptr && noise()->is_count(); }

std::vector<double> target_resolution(const Dataset& data) {
  std::vector<double> resolution;
  for (std::size_t target = 0; target < data.n_targets; ++target) {
    std::vector<float> values;
    for (std::size_t row = 0; row < data.train.n; ++row)
      values.push_back(data.train.targets[row * data.n_targets + target]);
    std::sort(values.begin(), values.end());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < values.size(); ++i)
      if (values[i] > values[i - 1])
        least = std::min(least, static_cast<double>(values[i]) - values[i - 1]);
    resolution.push_back(std::isfinite(least) ? least : 0.0);
  }
  return resolution;
}

std::unique_ptr<NetworkPosterior> make_posterior(const Section& model, const Section& prior,
                                                 const Dataset& data) {
  const bool has_numbers = data.task == Task::regression;
  return make_posterior(model, prior, data,
                        has_numbers ? target_resolution(data) : std::vector<double>{});
}

std::unique_ptr<NetworkPosterior> make_posterior(const Section& model, const Section& prior,
                                                 const Dataset& data,
                                                 const std::vector<double>& resolution) {
  auto network = build_network(model, data.input_shape, target_spec(data, resolution));
  auto belief = make_prior(prior, network->blocks());
  return std::make_unique<NetworkPosterior>(std::move(network), std::move(belief), data);
}

}  // namespace temper
