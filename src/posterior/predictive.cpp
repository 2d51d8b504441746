#include "posterior/predictive.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace temper {
namespace {

double log_sum_exp(double a, double b) {
  const double larger = std::max(a, b);
  return std::isinf(larger) ? larger : larger + std::log1p(std::exp(std::min(a, b) - larger));
}

double log_normal(double x, double mean, double sd) {
  const double z = (x - mean) / sd;
  return -0.5 * z * z - std::log(sd) - 0.5 * std::log(2 * std::numbers::pi);
}

double entropy_term(double p) { return p > 0 ? -p * std::log(p) : 0; }

/// Expected calibration error: the gap between confidence and accuracy, averaged over bins.
class Calibration {
 public:
  void add(double confidence, bool is_right) {
    if (std::isnan(confidence)) return gap_.assign(n_bins, confidence);  // and so is the error
    const auto bin =
        std::min<std::size_t>(static_cast<std::size_t>(confidence * n_bins), n_bins - 1);
    gap_[bin] += confidence - (is_right ? 1 : 0);
    ++n_;
  }
  double error() const {
    double sum = 0;
    for (const double gap : gap_) sum += std::abs(gap);
    return sum / static_cast<double>(n_);
  }

 private:
  static constexpr std::size_t n_bins = 15;
  std::vector<double> gap_ = std::vector<double>(n_bins, 0.0);
  std::size_t n_ = 0;
};

/// A mean with its standard error.
class MeanOf {
 public:
  void add(double value) {
    if (n_ == 0) shift_ = value;
    ++n_;
    sum_ += value;
    from_shift_ += value - shift_;
    squares_ += (value - shift_) * (value - shift_);
  }
  double mean() const { return sum_ / static_cast<double>(n_); }
  double error() const {
    const auto n = static_cast<double>(n_);
    const double variance = (squares_ - from_shift_ * from_shift_ / n) / (n - 1);
    return n_ < 2 ? std::nan("") : std::sqrt(std::max(0.0, variance) / n);
  }

 private:
  std::size_t n_ = 0;
  double shift_ = 0, sum_ = 0, from_shift_ = 0, squares_ = 0;
};

}  // namespace

Predictive::Predictive(const Dataset& data, const Part& part) : data_(data), part_(part) {
  if (data.task == Task::classification) {
    probability_.assign(part.n * data.n_classes, 0.0);
    return;
  }
  mean_.assign(part.n * data.n_targets, 0.0);
  mean_square_ = mean_;
  log_density_.assign(part.n, -std::numeric_limits<double>::infinity());
}

void Predictive::add(std::span<const double> predictions) {
  ++n_members_;
  if (data_.task == Task::classification)
    add_classification(predictions);
  else
    add_regression(predictions);
}

std::vector<Score> Predictive::scores() const {
  return data_.task == Task::classification ? classification_scores() : regression_scores();
}

void Predictive::add_classification(std::span<const double> probabilities) {
  for (std::size_t i = 0; i < probability_.size(); ++i) probability_[i] += probabilities[i];
}

void Predictive::add_regression(std::span<const double> predictions) {
  const auto n_targets = data_.n_targets;
  for (std::size_t row = 0; row < part_.n; ++row) {
    double log_density = 0;
    for (std::size_t t = 0; t < n_targets; ++t) {
      const double mean = predictions[row * 2 * n_targets + t];
      const double sd = predictions[row * 2 * n_targets + n_targets + t];
      const auto i = row * n_targets + t;
      mean_[i] += mean;
      mean_square_[i] += sd * sd + mean * mean;
      log_density += log_normal(target(i), mean, sd);
    }
    log_density_[row] = log_sum_exp(log_density_[row], log_density);
  }
}

std::vector<double> Predictive::probabilities() const { return averaged(probability_); }

std::vector<double> Predictive::means() const { return averaged(mean_); }

std::vector<double> Predictive::sds() const {
  const auto mean = means();
  auto sds = averaged(mean_square_);
  for (std::size_t i = 0; i < sds.size(); ++i)
    sds[i] = std::sqrt(std::max(0.0, sds[i] - mean[i] * mean[i]));
  return sds;
}

std::vector<double> Predictive::averaged(std::vector<double> sums) const {
  for (double& sum : sums) sum /= static_cast<double>(n_members_);
  return sums;
}

std::vector<double> Predictive::uncertainties() const {
  const bool classifies = data_.task == Task::classification;
  const auto values = classifies ? probabilities() : sds();
  const std::size_t width = classifies ? data_.n_classes : data_.n_targets;
  std::vector<double> uncertainties(part_.n, 0.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double relative = classifies ? 0 : values[i] / target_sd(i);
    uncertainties[i / width] += classifies ? entropy_term(values[i]) : relative * relative;
  }
  if (!classifies)
    for (double& u : uncertainties) u = std::sqrt(u / static_cast<double>(width));
  return uncertainties;
}

std::vector<Score> Predictive::classification_scores() const {
  const auto n_classes = data_.n_classes;
  MeanOf right, log_score, brier;
  Calibration calibration;
  const auto probability = probabilities();
  for (std::size_t row = 0; row < part_.n; ++row) {
    const auto p = std::span(probability).subspan(row * n_classes, n_classes);
    const auto label = static_cast<std::size_t>(part_.labels[row]);
    const auto top = std::max_element(p.begin(), p.end());
    const bool is_right = static_cast<std::size_t>(top - p.begin()) == label;
    right.add(is_right ? 1 : 0);
    calibration.add(*top, is_right);
    log_score.add(std::log(p[label]));
    double squares = 0;
    for (std::size_t c = 0; c < n_classes; ++c) {
      const double error = p[c] - (c == label ? 1 : 0);
      squares += error * error;
    }
    brier.add(squares);
  }
  return {{"accuracy", right.mean(), right.error()},
          {"log_score", log_score.mean(), log_score.error()},
          {"brier", brier.mean(), brier.error()},
          {"ece", calibration.error(), std::nan("")}};
}

std::vector<Score> Predictive::regression_scores() const {
  constexpr double central_90 = 1.6448536269514722;  // 95 % quantile of N(0, 1)
  const auto mean = means(), sd = sds();
  MeanOf squares, covered, log_score;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const double error = target(i) - mean[i];
    squares.add(error * error);
    covered.add(std::abs(error) <= central_90 * sd[i] ? 1 : 0);
  }
  const double log_members = std::log(static_cast<double>(n_members_));
  for (const double log_sum : log_density_) log_score.add(log_sum - log_members);
  const double rmse = std::sqrt(squares.mean());
  return {{"rmse", rmse, rmse > 0 ? squares.error() / (2 * rmse) : std::nan("")},  // delta method
          {"log_score", log_score.mean(), log_score.error()},
          {"coverage_90", covered.mean(), covered.error()}};
}

double Predictive::target(std::size_t i) const {
  const auto& scaling = data_.target_scaling;
  const double value = part_.targets[i];
  if (scaling.mean.empty()) return value;
  const auto t = i % data_.n_targets;
  return scaling.mean[t] + scaling.sd[t] * value;
}

double Predictive::target_sd(std::size_t i) const {
  const auto& scaling = data_.target_scaling;
  return scaling.sd.empty() ? 1.0 : scaling.sd[i % data_.n_targets];
}

}  // namespace temper
