// Gaussian: each target y ~ N(mean, sd²), independent; U sums over the targets
//
//   (y - mean)² / (2 sd²) + log sd + log(2π) / 2.
//
// Units: the density is that of targets in original units, so that U, noise_sd and log scores
// mean the same with and without standardisation. The outputs and the log sd that theta holds are
// in the units that training sees.
//
//   [model]
//   loss = "gaussian"
//   noise_sd = 0.5          # given, in original units; one for all targets
//   noise_sd = "learned"    # a parameter log sd per target, log sd ~ N(-1, 1) a priori
//   noise_sd = "predicted"  # the net has a second output x per target, for its sd
//
// A predicted sd is least + exp(x), and least + e x above x = 1, so that a far-off x makes no sd of
// astronomical size. `least` keeps it from collapsing where the net can hit every target:
// TargetSpec::least_sd.

#include <cmath>
#include <memory>
#include <numbers>

#include "config/section.h"
#include "net/loss.h"

namespace temper {
namespace {

const double half_log_2pi = 0.5 * std::log(2 * std::numbers::pi);

/// -log N(y; mean, sd²), with its derivatives by mean and log sd.
struct Density {
  double value, by_mean, by_log_sd;

  Density(double y, double mean, double log_sd) {
    const double precision = std::exp(-2 * log_sd);
    const double residual = y - mean;
    const double square = residual * residual * precision;
    value = 0.5 * square + log_sd + half_log_2pi;
    by_mean = -residual * precision;
    by_log_sd = 1 - square;
  }
};

/// The noise of one target of one example.
struct LogSd {
  double value;
  double slope = 1;  ///< its derivative by what it comes from: a parameter, or an output
};

/// What the kinds of noise share; a kind says where log sd comes from. Outputs of an example:
/// means [n_targets], then, if predicted, log sds [n_targets].
class Gaussian : public Loss {
 public:
  Gaussian(const TargetSpec& targets, std::size_t n_outputs)
      : spec_(targets), n_targets_(targets.n_targets), n_outputs_(n_outputs) {
    for (const double sd : spec_.sd) log_units_ += std::log(sd);
  }

  std::size_t n_outputs() const override { return n_outputs_; }

  void losses(std::span<const float> theta, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override {
    for (std::size_t row = 0; row < losses.size(); ++row) {
      const auto out = outputs.subspan(row * n_outputs_, n_outputs_);
      losses[row] = log_units_;
      for (std::size_t j = 0; j < n_targets_; ++j)
        losses[row] +=
            Density(targets.values[row * n_targets_ + j], out[j], log_sd(theta, out, j).value)
                .value;
    }
  }

  void gradient(const LossGradient& task) override {
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const auto out = task.outputs.subspan(row * n_outputs_, n_outputs_);
      const auto grad = task.grad_outputs.subspan(row * n_outputs_, n_outputs_);
      task.losses[row] = log_units_;
      for (std::size_t j = 0; j < n_targets_; ++j) {
        const double y = task.targets.values[row * n_targets_ + j];
        const LogSd noise = log_sd(task.theta, out, j);
        const Density density(y, out[j], noise.value);
        task.losses[row] += density.value;
        grad[j] = static_cast<float>(task.scale * density.by_mean);
        const double slope = task.scale * density.by_log_sd * noise.slope;
        add_by_log_sd(static_cast<float>(slope), grad, task.gradient, j);
      }
    }
  }

  std::size_t n_predictions() const override { return 2 * n_targets_; }

  void predict(std::span<const float> theta, std::span<const float> outputs,
               std::span<double> predictions) override {
    const std::size_t rows = outputs.size() / n_outputs_;
    for (std::size_t row = 0; row < rows; ++row) {
      const auto out = outputs.subspan(row * n_outputs_, n_outputs_);
      const auto prediction = predictions.subspan(row * n_predictions(), n_predictions());
      for (std::size_t j = 0; j < n_targets_; ++j) {
        prediction[j] = spec_.mean[j] + spec_.sd[j] * static_cast<double>(out[j]);
        prediction[n_targets_ + j] = spec_.sd[j] * std::exp(log_sd(theta, out, j).value);
      }
    }
  }

 protected:
  const TargetSpec& spec() const { return spec_; }

 private:
  virtual LogSd log_sd(std::span<const float> theta, std::span<const float> outputs,
                       std::size_t target) const = 0;

  /// Puts the slope of U_i of one example where that log sd comes from.
  virtual void add_by_log_sd(float slope, std::span<float> grad_outputs, std::span<float> gradient,
                             std::size_t target) const = 0;

  TargetSpec spec_;
  std::size_t n_targets_, n_outputs_;
  double log_units_ = 0;  ///< log density is per original unit
};

class GivenNoise final : public Gaussian {
 public:
  GivenNoise(const TargetSpec& targets, double noise_sd)
      : Gaussian(targets, targets.n_targets), log_noise_(std::log(noise_sd)) {}

 private:
  LogSd log_sd(std::span<const float>, std::span<const float>, std::size_t target) const override {
    return {log_noise_ - std::log(spec().sd[target])};
  }
  void add_by_log_sd(float, std::span<float>, std::span<float>, std::size_t) const override {}

  double log_noise_;
};

class LearnedNoise final : public Gaussian {
 public:
  explicit LearnedNoise(const TargetSpec& targets) : Gaussian(targets, targets.n_targets) {}

  std::vector<Block> blocks() const override {
    return {{"log_sd", {spec().n_targets}, {}, zeros(), NormalBelief{-1, 1}}};
  }

 private:
  LogSd log_sd(std::span<const float> theta, std::span<const float>,
               std::size_t target) const override {
    return {theta[target]};
  }
  void add_by_log_sd(float slope, std::span<float>, std::span<float> gradient,
                     std::size_t target) const override {
    gradient[target] += slope;
  }
};

class PredictedNoise final : public Gaussian {
 public:
  explicit PredictedNoise(const TargetSpec& targets) : Gaussian(targets, 2 * targets.n_targets) {}

 private:
  LogSd log_sd(std::span<const float>, std::span<const float> outputs,
               std::size_t target) const override {
    const double x = outputs[spec().n_targets + target];
    const double least = spec().least_sd.empty() ? 0.0 : spec().least_sd[target];
    if (least == 0 && x <= 1) return {x};
    const double slope = x <= 1 ? std::exp(x) : std::numbers::e;
    const double sd = least + (x <= 1 ? slope : std::numbers::e * x);
    return {std::log(sd), slope / sd};
  }
  void add_by_log_sd(float slope, std::span<float> grad_outputs, std::span<float>,
                     std::size_t target) const override {
    grad_outputs[spec().n_targets + target] = slope;
  }
};

std::unique_ptr<Loss> make_gaussian(const Section& model, const TargetSpec& targets) {
  if (targets.n_targets == 0)
    model.refuse("loss", "'gaussian' needs numbers but the targets are classes; use 'softmax'");
  const auto noise =
      model.number_or("noise_sd", {"learned", "predicted"}, std::string("learned"),
                      {.min = 0,
                       .above_min = true,
                       .help = "noise of the targets, in original units; learned: a "
                               "parameter per target; predicted: an output per target"});
  if (const auto* sd = std::get_if<double>(&noise))
    return std::make_unique<GivenNoise>(targets, *sd);
  if (std::get<std::string>(noise) == "learned") return std::make_unique<LearnedNoise>(targets);
  return std::make_unique<PredictedNoise>(targets);
}

const bool registered =
    losses().add("gaussian", "normal noise around each target, for regression", make_gaussian);

}  // namespace
}  // namespace temper
