#include "posterior/predictive.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "posterior/network_posterior.h"

namespace temper {
namespace {

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

Predictive::Predictive(const Dataset& data, const Part& part, const TargetNoise* noise)
    : data_(data), part_(part), noise_(noise) {
  if (data.task == Task::classification)
    probability_.assign(part.n * data.n_classes, 0.0);
  else
    spreads_.resize(part.n * data.n_targets);
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
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    const std::size_t mean = i / n_targets * 2 * n_targets + i % n_targets;
    spreads_[i].push_back({predictions[mean], predictions[mean + n_targets]});
  }
}

std::vector<double> Predictive::probabilities() const {
  auto means = probability_;
  for (double& mean : means) mean /= static_cast<double>(n_members_);
  return means;
}

std::vector<double> Predictive::means() const {
  std::vector<double> means;
  for (std::size_t i = 0; i < spreads_.size(); ++i) means.push_back(mixture(i).moments().mean);
  return means;
}

std::vector<double> Predictive::sds() const {
  std::vector<double> sds;
  for (std::size_t i = 0; i < spreads_.size(); ++i) sds.push_back(mixture(i).moments().sd);
  return sds;
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
  auto scores = accuracy_scores(/*is_in_sd=*/false);
  if (!data_.target_scaling.sd.empty())
    for (auto& score : accuracy_scores(/*is_in_sd=*/true)) scores.push_back(std::move(score));
  for (auto& score : interval_scores()) scores.push_back(std::move(score));
  return scores;
}

/// rmse, log_score, normal_log_score and crps; of several targets, log scores are of all together.
std::vector<Score> Predictive::accuracy_scores(bool is_in_sd) const {
  const auto unit = [&](std::size_t i) { return is_in_sd ? target_sd(i) : 1.0; };
  double log_units = 0;
  for (std::size_t t = 0; t < data_.n_targets; ++t) log_units += std::log(unit(t));
  MeanOf squares, log_score_of, normal, crps;
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    const double error = (target(i) - mixture(i).moments().mean) / unit(i);
    squares.add(error * error);
    crps.add(mixture(i).crps(target(i)) / unit(i));
  }
  for (std::size_t row = 0; row < part_.n; ++row) {
    log_score_of.add(log_score(row) + log_units);
    normal.add(normal_log_score(row) + log_units);
  }
  const std::string suffix = is_in_sd ? "_in_sd" : "";
  const double rmse = std::sqrt(squares.mean());
  const double error = rmse > 0 ? squares.error() / (2 * rmse) : std::nan("");  // delta method
  return {{"rmse" + suffix, rmse, error},
          {"log_score" + suffix, log_score_of.mean(), log_score_of.error()},
          {"normal_log_score" + suffix, normal.mean(), normal.error()},
          {"crps" + suffix, crps.mean(), crps.error()}};
}

std::vector<Score> Predictive::interval_scores() const {
  std::vector<Score> scores;
  for (const int percent : {50, 80, 90, 95}) {
    MeanOf covered;
    for (std::size_t i = 0; i < spreads_.size(); ++i)
      covered.add(mixture(i).covers(target(i), percent / 100.0) ? 1 : 0);
    scores.push_back({"coverage_" + std::to_string(percent), covered.mean(), covered.error()});
  }
  MeanOf noise, unknown;
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    noise.add(std::pow(mixture(i).aleatoric(), 2));
    unknown.add(std::pow(mixture(i).epistemic(), 2));
  }
  scores.push_back({"aleatoric_sd", std::sqrt(noise.mean()), std::nan("")});
  scores.push_back({"epistemic_sd", std::sqrt(unknown.mean()), std::nan("")});
  return scores;
}

/// log of the mean of the members' densities of all targets of a row, nats.
double Predictive::log_score(std::size_t row) const {
  const auto n_targets = data_.n_targets;
  std::vector<double> logs(n_members_, 0.0);
  for (std::size_t i = row * n_targets; i < (row + 1) * n_targets; ++i)
    for (std::size_t m = 0; m < n_members_; ++m)
      logs[m] += noise_->log_density(target(i), spreads_[i][m].mean, spreads_[i][m].sd);
  return log_mean_exp(logs);
}

double Predictive::normal_log_score(std::size_t row) const {
  const auto normal = normal_noise();
  double sum = 0;
  for (std::size_t i = row * data_.n_targets; i < (row + 1) * data_.n_targets; ++i) {
    const auto [mean, sd] = mixture(i).moments();
    sum += normal->log_density(target(i), mean, sd);
  }
  return sum;
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

std::vector<double> metric_errors(NetworkPosterior& network, std::span<const float> theta) {
  const auto& data = network.data();
  std::vector<double> errors;
  for (const Part* part : {&data.validation, &data.test}) {
    if (part->n == 0) continue;
    std::vector<double> predictions(part->n * network.n_predictions());
    network.predict(theta, *part, predictions);
    Predictive predictive(data, *part, network.noise());
    predictive.add(predictions);
    for (const auto& score : predictive.scores())
      if (score.name == "accuracy" || score.name == "rmse" || score.name == "log_score")
        errors.push_back(score.error);
  }
  return errors;
}

}  // namespace temper
