// Bernoulli: one output z, the log odds of class 1; U = log(1 + e^z) - label z.

#include <algorithm>
#include <cmath>
#include <memory>

#include "config/section.h"
#include "net/loss.h"

namespace temper {
namespace {

/// log(1 + e^z) without overflow and with all digits for z far below 0.
double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); }

/// 1 / (1 + e^-z)
double logistic(double z) {
  const double e = std::exp(-std::abs(z));
  return (z < 0 ? e : 1.0) / (1 + e);
}

/// Beyond it the sd of a label is no float32 any more.
constexpr double most_log_odds = 150;

class Bernoulli final : public Loss {
  std::size_t n_outputs() const override { return 1; }

  void losses(std::span<const float>, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override {
    for (std::size_t row = 0; row < losses.size(); ++row) {
      const double z = outputs[row];
      losses[row] = softplus(targets.labels[row] == 1 ? -z : z);
    }
  }

  void gradient(const LossGradient& task) override {
    losses(task.theta, task.outputs, task.targets, task.losses);
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const double z = task.outputs[row];
      const double slope = task.targets.labels[row] == 1 ? -logistic(-z) : logistic(z);
      task.grad_outputs[row] = static_cast<float>(task.scale * slope);
    }
  }

  std::size_t n_fisher_roots() const override { return 1; }

  void fisher_root(std::size_t, FisherRoot& task) const override {
    const double z = task.outputs[0];
    const double sd = std::sqrt(logistic(z) * logistic(-z));  // of the label
    task.by_outputs[0] = static_cast<float>(sd);
    const double ratio = std::exp(std::clamp(z, -most_log_odds, most_log_odds) / 2);
    task.pull = task.targets.labels[0] == 1 ? -1 / ratio : ratio;
  }

  std::size_t n_predictions() const override { return 2; }

  void predict(std::span<const float>, std::span<const float> outputs,
               std::span<double> predictions) override {
    for (std::size_t row = 0; row < outputs.size(); ++row) {
      const double z = outputs[row];
      predictions[2 * row] = logistic(-z);
      predictions[2 * row + 1] = logistic(z);
    }
  }
};

const bool registered = losses().add(
    "bernoulli", "one output, the log odds of the second class, for two classes",
    [](const Section& model, const TargetSpec& targets) {
      if (targets.n_classes != 2)
        model.refuse("loss", targets.n_classes > 0
                                 ? "'bernoulli' is for two classes but there are " +
                                       std::to_string(targets.n_classes) + "; use 'softmax'"
                                 : "'bernoulli' needs classes but the targets are numbers; use "
                                   "'gaussian'");
      return std::make_unique<Bernoulli>();
    });

}  // namespace
}  // namespace temper
