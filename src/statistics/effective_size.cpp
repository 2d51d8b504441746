#include "statistics/effective_size.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace temper {
namespace {

double mean_of(std::span<const double> values) {
  return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

/// Autocorrelations of all copies together, worked out lag by lag, since few are wanted.
class Autocorrelation {
 public:
  explicit Autocorrelation(const Copies& values) : centred_(values) {
    std::vector<double> means;
    for (auto& copy : centred_) {
      means.push_back(mean_of(copy));
      for (double& value : copy) value -= means.back();
    }
    const auto n = static_cast<double>(length());
    total_ = covariance(0);
    within_ = total_ * n / (n - 1);
    if (means.size() == 1) return;
    for (const double mean : means)
      total_ += std::pow(mean - mean_of(means), 2) / static_cast<double>(means.size() - 1);
  }

  std::size_t length() const { return centred_.front().size(); }
  double variance() const { return total_; }  ///< var+

  double at(std::size_t lag) const {
    return lag == 0 ? 1 : 1 - (within_ - covariance(lag)) / total_;
  }

 private:
  /// Mean over copies of sum_i x_i x_(i + lag) / n.
  double covariance(std::size_t lag) const {
    double sum = 0;
    for (const auto& copy : centred_)
      sum += std::inner_product(copy.begin() + static_cast<std::ptrdiff_t>(lag), copy.end(),
                                copy.begin(), 0.0);
    return sum / static_cast<double>(n_values(centred_));
  }

  Copies centred_;
  double within_ = 0, total_ = 0;
};

struct Correlation {
  double length = -1;       ///< values that count as one: -1 + 2 sum of rho_t
  std::size_t n_terms = 1;  ///< of the sum over lags -L to L
};

/// Over the initial monotone sequence of pairs. Of the pair that ends it the first part still
/// counts once (as in Stan, and in ArviZ).
Correlation summed(const Autocorrelation& rho) {
  Correlation sum;
  double last_pair = 2;  // no pair is above 1 + 1
  for (std::size_t lag = 0;; lag += 2) {
    const double even = rho.at(lag), pair = even + rho.at(lag + 1);
    if (!(pair > 0) || lag + 4 >= rho.length())
      return {sum.length + std::max(even, 0.0), 2 * lag + 1};
    last_pair = std::min(last_pair, pair);
    sum.length += 2 * last_pair;
  }
}

/// Variance of the mean by long batches, 5 a copy or 20 in all; 0 where copies are too short.
double variance_by_batches(const Copies& values) {
  constexpr std::size_t fewest = 20, fewest_a_copy = 5, shortest = 4;
  const auto a_copy = std::max(fewest_a_copy, (fewest + values.size() - 1) / values.size());
  const auto length = values.front().size() / a_copy;
  if (length < shortest) return 0;
  std::vector<double> means;
  for (const auto& copy : values)
    for (std::size_t batch = 0; batch < a_copy; ++batch)
      means.push_back(mean_of({copy.data() + batch * length, length}));
  return variance({means}) / static_cast<double>(means.size() - 1);
}

}  // namespace

Spread spread(const Copies& values) {
  const Autocorrelation rho(values);
  const auto size = static_cast<double>(n_values(values));
  if (!(rho.variance() > 0)) return {0, size, size};
  const auto [length, n_terms] = summed(rho);
  return {rho.variance(), std::max(size / std::max(length, 1 / std::log10(size)), 1.0),
          size / static_cast<double>(n_terms)};
}

double effective_size(const Copies& values) { return spread(values).effective_size; }

double standard_error(const Copies& values) {
  const auto [variance, size, freedom] = spread(values);
  constexpr double least_freedom = 4;  // where the variance is doubled
  const double by_lags = variance / size / (1 - 2 / std::max(freedom, least_freedom));
  return std::sqrt(std::max(by_lags, variance_by_batches(values)));
}

}  // namespace temper
