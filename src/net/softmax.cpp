// Softmax cross-entropy: outputs z [n_classes], U = log sum_j e^(z_j) - z_label.
//
// Exponentials are float32, as the outputs are, but are summed in float64: an example that is
// well classified has a sum of 1 plus something far below float32's rounding of 1.

#include <algorithm>
#include <cmath>
#include <memory>

#include "config/section.h"
#include "net/exponential.h"
#include "net/loss.h"

namespace temper {
namespace {

/// Writes e^(z - max z) and returns the sum.
double exponentials(std::span<const float> z, float largest, std::span<float> out) {
  for (std::size_t j = 0; j < z.size(); ++j) out[j] = exponential(z[j] - largest);
  double sum = 0;
  for (const float e : out) sum += static_cast<double>(e);
  return sum;
}

float largest_of(std::span<const float> z) {
  float largest = z[0];
  for (const float value : z) largest = value > largest ? value : largest;
  return largest;
}

class Softmax final : public Loss {
 public:
  explicit Softmax(std::size_t n_classes) : n_(n_classes), scratch_(n_classes) {}

  std::size_t n_outputs() const override { return n_; }

  void losses(std::span<const float>, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) const override {
    for (std::size_t row = 0; row < losses.size(); ++row)
      losses[row] = loss(outputs.subspan(row * n_, n_), targets.labels[row], scratch_).value;
  }

  void gradient(const LossGradient& task) const override {
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const auto out = task.grad_outputs.subspan(row * n_, n_);
      const auto label = task.targets.labels[row];
      const auto [value, sum] = loss(task.outputs.subspan(row * n_, n_), label, out);
      task.losses[row] = value;
      subtract_label(out, static_cast<std::size_t>(label), sum, task.scale);
    }
  }

  std::size_t n_predictions() const override { return n_; }

  void predict(std::span<const float>, std::span<const float> outputs,
               std::span<double> predictions) const override {
    for (std::size_t start = 0; start < outputs.size(); start += n_) {
      const auto z = outputs.subspan(start, n_);
      const double sum = exponentials(z, largest_of(z), scratch_);
      for (std::size_t j = 0; j < n_; ++j)
        predictions[start + j] = static_cast<double>(scratch_[j]) / sum;
    }
  }

 private:
  struct Result {
    double value, sum;
  };

  static Result loss(std::span<const float> z, std::int32_t label, std::span<float> exps) {
    const float largest = largest_of(z);
    const double sum = exponentials(z, largest, exps);
    const double margin = static_cast<double>(largest) - z[static_cast<std::size_t>(label)];
    return {std::log(sum) + margin, sum};
  }

  /// scale (p_j - [j = label]) from e_j; the label's own as minus the others' sum, which keeps
  /// its digits when p_label is nearly 1.
  static void subtract_label(std::span<float> exps, std::size_t label, double sum, double scale) {
    const double factor = scale / sum;
    const double others = sum - static_cast<double>(exps[label]);
    for (float& e : exps) e = static_cast<float>(factor * static_cast<double>(e));
    exps[label] = static_cast<float>(-factor * others);
  }

  std::size_t n_;
  mutable std::vector<float> scratch_;  ///< [n_classes]
};

const bool registered = losses().add(
    "softmax", "one output a class: cross-entropy, for classification",
    [](const Section& model, const TargetSpec& targets) {
      if (targets.n_classes < 2)
        model.refuse("loss", "'softmax' needs classes but the targets are numbers; use 'gaussian'");
      return std::make_unique<Softmax>(targets.n_classes);
    });

}  // namespace
}  // namespace temper
