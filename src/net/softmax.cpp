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

float largest_of(std::span<const float> z) {
  float largest = z[0];
  for (const float value : z) largest = value > largest ? value : largest;
  return largest;
}

double sum_of(std::span<const float> values) {
  double sum = 0;
  for (const float value : values) sum += static_cast<double>(value);
  return sum;
}

class Softmax final : public Loss {
 public:
  explicit Softmax(std::size_t n_classes) : n_(n_classes) {}

  std::size_t n_outputs() const override { return n_; }

  void prepare(std::size_t max_rows) override { scratch_.resize(max_rows * n_); }

  void losses(std::span<const float>, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override {
    exponentials(outputs, scratch_);
    for (std::size_t row = 0; row < losses.size(); ++row)
      losses[row] = loss(row_of(outputs, row), sum_of(row_of(scratch_, row)), targets.labels[row]);
  }

  void gradient(const LossGradient& task) override {
    exponentials(task.outputs, task.grad_outputs);
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const auto exps = task.grad_outputs.subspan(row * n_, n_);
      const std::int32_t label = task.targets.labels[row];
      const double sum = sum_of(exps);
      task.losses[row] = loss(row_of(task.outputs, row), sum, label);
      subtract_label(exps, static_cast<std::size_t>(label), sum, task.scale);
    }
  }

  std::size_t n_predictions() const override { return n_; }

  void predict(std::span<const float>, std::span<const float> outputs,
               std::span<double> predictions) override {
    exponentials(outputs, scratch_);
    for (std::size_t row = 0; row < outputs.size() / n_; ++row) {
      const auto exps = row_of(scratch_, row);
      const double sum = sum_of(exps);
      for (std::size_t j = 0; j < n_; ++j)
        predictions[row * n_ + j] = static_cast<double>(exps[j]) / sum;
    }
  }

 private:
  std::span<const float> row_of(std::span<const float> rows, std::size_t row) const {
    return rows.subspan(row * n_, n_);
  }

  /// e^(z - max z) of each row; the exponentials in one loop over all rows, so that it vectorises
  /// for few classes too.
  void exponentials(std::span<const float> outputs, std::span<float> exps) const {
    for (std::size_t start = 0; start < outputs.size(); start += n_) {
      const float largest = largest_of(outputs.subspan(start, n_));
      for (std::size_t j = start; j < start + n_; ++j) exps[j] = outputs[j] - largest;
    }
    for (float& value : exps.first(outputs.size())) value = exponential(value);
  }

  static double loss(std::span<const float> z, double sum, std::int32_t label) {
    const double own = z[static_cast<std::size_t>(label)];
    return std::log(sum) + (static_cast<double>(largest_of(z)) - own);
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
  std::vector<float> scratch_;  ///< [max_rows, n_classes]
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
