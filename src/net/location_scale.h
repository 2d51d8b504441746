#pragma once
// Losses of targets that scatter around an output of the network: y = output + sd * noise.
//
// Units: the density is that of targets in original units, so that U, noise_sd and log scores
// mean the same with and without standardisation. The outputs and the log sd that theta holds are
// in the units that training sees.

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "config/section.h"
#include "net/noise_level.h"
#include "net/target_noise.h"

namespace temper {

/// Fisher's, of a target: by the mean, in units of 1/scale², and by the log scale; the two don't
/// mix.
struct Information {
  double by_mean, by_log_sd;
};

/// @param Family  a TargetNoise with loss(y, mean, log scale), minus the log density with its
///     derivatives by mean and log scale, sd_of(scale) and information()
template <class Family>
class LocationScale final : public Loss {
 public:
  LocationScale(const TargetSpec& targets, std::unique_ptr<NoiseLevel> level, Family family)
      : spec_(targets),
        n_targets_(targets.n_targets),
        level_(std::move(level)),
        n_outputs_(level_->n_outputs()),
        family_(std::move(family)) {
    for (const double sd : spec_.sd) log_units_ += std::log(sd);
  }

  std::size_t n_outputs() const override { return n_outputs_; }
  std::vector<Block> blocks() const override { return level_->blocks(); }
  const TargetNoise* noise() const override { return &family_; }

  void losses(std::span<const float> theta, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override {
    for (std::size_t row = 0; row < losses.size(); ++row) {
      const auto out = outputs.subspan(row * n_outputs_, n_outputs_);
      losses[row] = log_units_;
      for (std::size_t j = 0; j < n_targets_; ++j)
        losses[row] += family_
                           .loss(targets.values[row * n_targets_ + j], out[j],
                                 level_->log_sd(theta, out, j).value)
                           .value;
    }
  }

  void gradient(const LossGradient& task) override {
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const auto out = task.outputs.subspan(row * n_outputs_, n_outputs_);
      const auto grad = task.grad_outputs.subspan(row * n_outputs_, n_outputs_);
      task.losses[row] = log_units_;
      for (std::size_t j = 0; j < n_targets_; ++j) {
        const LogSd noise = level_->log_sd(task.theta, out, j);
        const auto loss =
            family_.loss(task.targets.values[row * n_targets_ + j], out[j], noise.value);
        task.losses[row] += loss.value;
        grad[j] = static_cast<float>(task.scale * loss.by_mean);
        const double slope = task.scale * loss.by_log_sd * noise.slope;
        level_->add_by_log_sd(static_cast<float>(slope), grad, task.gradient, j);
      }
    }
  }

  std::size_t n_fisher_roots() const override { return (scale_is_given() ? 1 : 2) * n_targets_; }

  /// Those of the means, then those of the log scales.
  void fisher_root(std::size_t root, FisherRoot& task) const override {
    const bool is_mean = root < n_targets_;
    const std::size_t j = is_mean ? root : root - n_targets_;
    const LogSd noise = level_->log_sd(task.theta, task.outputs, j);
    const auto loss = family_.loss(task.targets.values[j], task.outputs[j], noise.value);
    const auto information = family_.information();
    std::fill(task.by_outputs.begin(), task.by_outputs.end(), 0.0F);
    std::fill(task.by_theta.begin(), task.by_theta.end(), 0.0F);
    if (is_mean) {
      const double by_mean = std::sqrt(information.by_mean) * std::exp(-noise.value);
      task.by_outputs[j] = static_cast<float>(by_mean);
      task.pull = loss.by_mean / by_mean;
    } else {
      const double by_log_sd = std::sqrt(information.by_log_sd);
      level_->add_by_log_sd(static_cast<float>(by_log_sd * noise.slope), task.by_outputs,
                            task.by_theta, j);
      task.pull = loss.by_log_sd / by_log_sd;
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
        prediction[n_targets_ + j] =
            spec_.sd[j] * family_.sd_of(std::exp(level_->log_sd(theta, out, j).value));
      }
    }
  }

 private:
  bool scale_is_given() const { return n_outputs_ == n_targets_ && level_->blocks().empty(); }

  TargetSpec spec_;
  std::size_t n_targets_;
  std::unique_ptr<NoiseLevel> level_;
  std::size_t n_outputs_;
  Family family_;
  double log_units_ = 0;  ///< log density is per original unit
};

template <class Family>
std::unique_ptr<Loss> make_location_scale(const Section& model, const TargetSpec& targets,
                                          Family family) {
  return std::make_unique<LocationScale<Family>>(targets, read_noise_level(model, targets),
                                                 std::move(family));
}

}  // namespace temper
