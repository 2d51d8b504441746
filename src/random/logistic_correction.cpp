#include "random/logistic_correction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace temper {
namespace {

constexpr double spacing = 0.2;  ///< of the atoms: so fine that it leaves no trace under a normal
constexpr std::size_t n_beside = 100;  ///< atoms on either side of zero, up to ±20
constexpr std::size_t n_atoms = 2 * n_beside + 1;
constexpr std::size_t reach = 30;  ///< of the normal, in spacings
constexpr int n_iterations = 300;

double position(std::size_t atom) {
  return spacing * (static_cast<double>(atom) - static_cast<double>(n_beside));
}

double logistic_density(double x) { return 0.25 / std::pow(std::cosh(x / 2), 2); }

/// Weights of the normal at distances of 0, 1, … spacings; those of both sides sum to one.
std::vector<double> normal_kernel(double sd) {
  std::vector<double> kernel(reach + 1);
  double sum = 0;
  for (std::size_t d = 0; d <= reach; ++d) {
    kernel[d] = std::exp(-0.5 * std::pow(static_cast<double>(d) * spacing / sd, 2));
    sum += (d == 0 ? 1 : 2) * kernel[d];
  }
  for (double& weight : kernel) weight /= sum;
  return kernel;
}

/// out[i] = sum_j kernel[|i - j|] in[j], with nothing outside.
std::vector<double> smooth(const std::vector<double>& kernel, const std::vector<double>& in) {
  std::vector<double> out(n_atoms, 0);
  for (std::size_t i = 0; i < n_atoms; ++i) {
    const std::size_t first = i < reach ? 0 : i - reach;
    for (std::size_t j = first; j < std::min(n_atoms, i + reach + 1); ++j)
      out[i] += kernel[i > j ? i - j : j - i] * in[j];
  }
  return out;
}

}  // namespace

LogisticCorrection::LogisticCorrection(double sd) : sd_(sd), probability_(n_atoms) {
  const auto kernel = normal_kernel(sd);
  for (std::size_t i = 0; i < n_atoms; ++i) probability_[i] = logistic_density(position(i));
  const auto goal = probability_;
  for (int iteration = 0; iteration < n_iterations; ++iteration) {
    auto ratio = smooth(kernel, probability_);
    for (std::size_t i = 0; i < n_atoms; ++i) ratio[i] = goal[i] / ratio[i];
    const auto factor = smooth(kernel, ratio);
    for (std::size_t i = 0; i < n_atoms; ++i) probability_[i] *= factor[i];
  }
  const double sum = std::accumulate(probability_.begin(), probability_.end(), 0.0);
  for (double& probability : probability_) probability /= sum;
  cumulative_.resize(n_atoms);
  std::partial_sum(probability_.begin(), probability_.end(), cumulative_.begin());
}

double LogisticCorrection::draw(Rng& rng) const {
  const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), rng.uniform());
  return position(std::min(static_cast<std::size_t>(found - cumulative_.begin()), n_atoms - 1));
}

double LogisticCorrection::probability_above_zero(double delta, double variance) const {
  const double scale = std::sqrt(2 * std::max(variance, std::numeric_limits<double>::min()));
  double above = 0;
  for (std::size_t i = 0; i < n_atoms; ++i)
    above += probability_[i] * 0.5 * std::erfc(-(delta + position(i)) / scale);
  return above;
}

double LogisticCorrection::error() const {
  double worst = 0;
  for (double x = -20; x <= 20; x += 0.01)
    worst =
        std::max(worst, std::abs(probability_above_zero(x, sd_ * sd_) - 1 / (1 + std::exp(-x))));
  return worst;
}

}  // namespace temper
