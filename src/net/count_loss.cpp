#include "net/count_loss.h"

#include <cmath>
#include <string>

#include "config/section.h"

namespace temper {
namespace {

/// exp(x), and its tangent above; and the derivative of its logarithm.
struct Link {
  double value, log_slope;

  explicit Link(double x) {
    constexpr double bend = 3;
    const double at_bend = std::exp(bend);
    value = x <= bend ? std::exp(x) : at_bend * (1 + x - bend);
    log_slope = x <= bend ? 1 : at_bend / value;
  }
};

double parameter_of(std::span<const float> theta, std::size_t j) {
  return theta.empty() ? 0.0 : static_cast<double>(theta[j]);
}

}  // namespace

double CountLoss::count_of(float target, std::size_t j) const {
  return std::round(spec_.mean[j] + spec_.sd[j] * static_cast<double>(target));
}

/// 1 where targets aren't standardised, and their mean isn't known.
double CountLoss::usual_mean(std::size_t j) const { return spec_.mean[j] > 0 ? spec_.mean[j] : 1; }

void CountLoss::losses(std::span<const float> theta, std::span<const float> outputs,
                       const Targets& targets, std::span<double> losses) {
  const auto n = n_targets();
  for (std::size_t row = 0; row < losses.size(); ++row) {
    losses[row] = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const auto i = row * n + j;
      losses[row] += density(count_of(targets.values[i], j), usual_mean(j) * Link(outputs[i]).value,
                             parameter_of(theta, j))
                         .value;
    }
  }
}

void CountLoss::gradient(const LossGradient& task) {
  const auto n = n_targets();
  for (std::size_t row = 0; row < task.losses.size(); ++row) {
    task.losses[row] = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const auto i = row * n + j;
      const Link link(task.outputs[i]);
      const auto found = density(count_of(task.targets.values[i], j), usual_mean(j) * link.value,
                                 parameter_of(task.theta, j));
      task.losses[row] += found.value;
      task.grad_outputs[i] = static_cast<float>(task.scale * found.by_log_mean * link.log_slope);
      if (!task.gradient.empty())
        task.gradient[j] += static_cast<float>(task.scale * found.by_parameter);
    }
  }
}

void CountLoss::predict(std::span<const float> theta, std::span<const float> outputs,
                        std::span<double> predictions) {
  const auto n = n_targets();
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto row = i / n, j = i % n;
    const double mean = usual_mean(j) * Link(outputs[i]).value;
    predictions[row * 2 * n + j] = mean;
    predictions[row * 2 * n + n + j] = sd(mean, parameter_of(theta, j));
  }
}

void require_counts(const Section& model, const TargetSpec& targets, const char* loss) {
  require_numbers(model, targets, loss);
  for (std::size_t j = 0; j < targets.n_targets; ++j)
    if (targets.mean[j] < 0 || (targets.mean[j] == 0 && targets.sd[j] != 1))
      model.refuse("loss", std::string("'") + loss +
                               "' needs counts, 0, 1, 2, …, but the mean of the targets is " +
                               std::to_string(targets.mean[j]) + "; use 'gaussian'");
}

}  // namespace temper
