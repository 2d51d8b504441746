#include "net/noise_level.h"

#include <cmath>
#include <numbers>
#include <variant>

#include "config/section.h"

namespace temper {
namespace {

class GivenNoise final : public NoiseLevel {
 public:
  GivenNoise(const TargetSpec& targets, double noise_sd)
      : n_targets_(targets.n_targets), sd_(targets.sd), log_noise_(std::log(noise_sd)) {}

  std::size_t n_outputs() const override { return n_targets_; }
  LogSd log_sd(std::span<const float>, std::span<const float>, std::size_t target) const override {
    return {log_noise_ - std::log(sd_[target])};
  }
  void add_by_log_sd(float, std::span<float>, std::span<float>, std::size_t) const override {}

 private:
  std::size_t n_targets_;
  std::vector<double> sd_;
  double log_noise_;
};

class LearnedNoise final : public NoiseLevel {
 public:
  explicit LearnedNoise(const TargetSpec& targets) : n_targets_(targets.n_targets) {}

  std::size_t n_outputs() const override { return n_targets_; }
  std::vector<Block> blocks() const override {
    return {{"log_sd", {n_targets_}, {}, zeros(), NormalBelief{-1, 1}}};
  }
  LogSd log_sd(std::span<const float> theta, std::span<const float>,
               std::size_t target) const override {
    return {theta[target]};
  }
  void add_by_log_sd(float slope, std::span<float>, std::span<float> gradient,
                     std::size_t target) const override {
    gradient[target] += slope;
  }

 private:
  std::size_t n_targets_;
};

class PredictedNoise final : public NoiseLevel {
 public:
  explicit PredictedNoise(const TargetSpec& targets)
      : n_targets_(targets.n_targets), least_(targets.least_sd) {}

  std::size_t n_outputs() const override { return 2 * n_targets_; }
  LogSd log_sd(std::span<const float>, std::span<const float> outputs,
               std::size_t target) const override {
    const double x = outputs[n_targets_ + target];
    const double least = least_.empty() ? 0.0 : least_[target];
    if (least == 0 && x <= 1) return {x};
    const double slope = x <= 1 ? std::exp(x) : std::numbers::e;
    const double sd = least + (x <= 1 ? slope : std::numbers::e * x);
    return {std::log(sd), slope / sd};
  }
  void add_by_log_sd(float slope, std::span<float> grad_outputs, std::span<float>,
                     std::size_t target) const override {
    grad_outputs[n_targets_ + target] = slope;
  }

 private:
  std::size_t n_targets_;
  std::vector<double> least_;
};

}  // namespace

std::unique_ptr<NoiseLevel> read_noise_level(const Section& model, const TargetSpec& targets) {
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

}  // namespace temper
