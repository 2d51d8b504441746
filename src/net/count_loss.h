#pragma once
// Losses of counts: each target k = 0, 1, 2, ... has its own mean, which the network says.
//
// mean = (mean of the training targets) exp(x), x the network's output, and linear above x = 3, so
// that a far-off x makes no mean of astronomical size.

#include <span>
#include <vector>

#include "net/loss.h"
#include "net/target_noise.h"

namespace temper {

class CountLoss : public Loss {
 public:
  explicit CountLoss(const TargetSpec& targets) : spec_(targets) {}

  std::size_t n_outputs() const override { return spec_.n_targets; }
  void losses(std::span<const float> theta, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override;
  void gradient(const LossGradient& task) override;
  std::size_t n_predictions() const override { return 2 * spec_.n_targets; }
  void predict(std::span<const float> theta, std::span<const float> outputs,
               std::span<double> predictions) override;

 protected:
  /// -log P(count), with its derivatives by log mean and by the parameter of the loss, if any.
  struct Density {
    double value, by_log_mean, by_parameter = 0;
  };

  std::size_t n_targets() const { return spec_.n_targets; }

 private:
  /// @param parameter  theta's of this target; 0 if the loss has none
  virtual Density density(double count, double mean, double parameter) const = 0;
  virtual double sd(double mean, double parameter) const = 0;

  double count_of(float target, std::size_t j) const;
  double usual_mean(std::size_t j) const;

  TargetSpec spec_;
};

/// Refuses (UsageError) classes, and targets whose mean isn't above 0.
void require_counts(const Section& model, const TargetSpec& targets, const char* loss);

}  // namespace temper
