// Softmax cross-entropy: outputs z [n_classes], U = log sum_j e^(z_j) - z_label.
//
// Exponentials are float32, as the outputs are, but are summed in float64: an example that is
// well classified has a sum of 1 plus something far below float32's rounding of 1.

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "base/floats.h"
#include "config/section.h"
#include "net/loss.h"
#include "net/softmax_columns.h"

namespace temper {
namespace {

/// Below it the square root of a probability is no float32 any more.
constexpr double least_scale = 1e-30;

class Softmax final : public Loss {
 public:
  explicit Softmax(std::size_t n_classes) : n_(n_classes) {}

  std::size_t n_outputs() const override { return n_; }

  void prepare(std::size_t max_rows) override {
    stride_ = whole(max_rows);
    columns_.resize(n_ * stride_);
    largest_.resize(stride_);
    sums_.resize(stride_);
    logs_.resize(stride_);
    inverses_.resize(stride_);
  }

  void losses(std::span<const float>, std::span<const float> outputs, const Targets& targets,
              std::span<double> losses) override {
    exponentials(outputs);
    for (std::size_t row = 0; row < losses.size(); ++row)
      losses[row] = loss(outputs, row, label(targets, row));
  }

  void gradient(const LossGradient& task) override {
    losses(task.theta, task.outputs, task.targets, task.losses);
    for (std::size_t j = 0; j < n_; ++j) {
      const float* const exponentials = &columns_[j * stride_];
      for (std::size_t row = 0; row < task.losses.size(); ++row)
        task.grad_outputs[row * n_ + j] =
            static_cast<float>(task.scale * inverses_[row]) * exponentials[row];
    }
    for (std::size_t row = 0; row < task.losses.size(); ++row) {
      const std::size_t own = label(task.targets, row);
      task.grad_outputs[row * n_ + own] = own_gradient(row, own, task.scale);
    }
  }

  std::size_t n_fisher_roots() const override { return n_; }

  /// diag(p) - p p' = sum_k p_k (e_k - p)(e_k - p)'
  void fisher_root(std::size_t root, FisherRoot& task) const override {
    const auto largest = double{*std::max_element(task.outputs.begin(), task.outputs.end())};
    double sum = 0;
    for (const float z : task.outputs) sum += std::exp(double{z} - largest);
    const double log_sum = largest + std::log(sum);
    const double scale = std::exp((double{task.outputs[root]} - log_sum) / 2);
    for (std::size_t j = 0; j < n_; ++j) {
      const double p = std::exp(double{task.outputs[j]} - log_sum);
      task.by_outputs[j] = static_cast<float>(scale * ((j == root ? 1 : 0) - p));
    }
    const bool is_own = root == label(task.targets, 0);
    task.pull = is_own ? -1 / std::max(scale, least_scale) : 0;
  }

  std::size_t n_predictions() const override { return n_; }

  void predict(std::span<const float>, std::span<const float> outputs,
               std::span<double> predictions) override {
    exponentials(outputs);
    for (std::size_t row = 0; row < outputs.size() / n_; ++row)
      for (std::size_t j = 0; j < n_; ++j)
        predictions[row * n_ + j] = static_cast<double>(exponential_at(row, j)) * inverses_[row];
  }

 private:
  static std::size_t whole(std::size_t rows) {
    constexpr std::size_t n = SoftmaxColumns::n_together;
    return (rows + n - 1) / n * n;
  }

  static std::size_t label(const Targets& targets, std::size_t row) {
    return static_cast<std::size_t>(targets.labels[row]);
  }

  float exponential_at(std::size_t row, std::size_t j) const { return columns_[j * stride_ + row]; }

  void exponentials(std::span<const float> outputs) {
    const std::size_t rows = outputs.size() / n_;
    for (std::size_t row = 0; row < rows; ++row)
      for (std::size_t j = 0; j < n_; ++j) columns_[j * stride_ + row] = outputs[row * n_ + j];
    temper::exponentials({n_, whole(rows), stride_, columns_.data(), largest_.data(), sums_.data(),
                          logs_.data(), inverses_.data()});
  }

  double loss(std::span<const float> outputs, std::size_t row, std::size_t own) const {
    const double z = outputs[row * n_ + own];
    return logs_[row] + (static_cast<double>(largest_[row]) - z);
  }

  /// scale (p_own - 1) as minus the others' sum, which keeps its digits when p_own is nearly 1.
  float own_gradient(std::size_t row, std::size_t own, double scale) const {
    const double others = sums_[row] - static_cast<double>(exponential_at(row, own));
    return static_cast<float>(-scale * inverses_[row] * others);
  }

  std::size_t n_, stride_ = 0;
  Floats columns_;  ///< [n_classes, stride]: outputs, then exponentials, examples side by side
  Floats largest_;  ///< [stride]: the largest output of each example
  std::vector<double> sums_, logs_, inverses_;  ///< [stride]: of the exponentials
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
