// Negative binomial: each target is a count k of mean m and variance m + m² / r, with a parameter
// log r per target, log r ~ N(1, 1) a priori: counts that scatter more than Poisson's, which it is
// for r -> infinity. U sums over the targets
//
//   -log [ Gamma(k + r) / (Gamma(r) k!) (r / (r + m))^r (m / (r + m))^k ].
//
// Source: McCullagh & Nelder, "Generalized linear models", 1989, section 6.2.3.

#include <algorithm>
#include <cmath>
#include <memory>

#include "net/count_loss.h"
#include "statistics/special_functions.h"

namespace temper {
namespace {

double log_probability(double k, double m, double r) {
  return std::lgamma(k + r) - std::lgamma(r) - std::lgamma(k + 1) - r * std::log1p(m / r) +
         k * std::log(m / (r + m));
}

class NegativeBinomialNoise final : public TargetNoise {
 public:
  double log_density(double y, double mean, double sd) const override {
    return log_probability(y, mean, size_of(mean, sd));
  }
  double share_below(double y, double mean, double sd) const override {
    const double r = size_of(mean, sd);
    return y < 0 ? 0 : regularised_beta(r / (r + mean), r, std::floor(y) + 1);
  }
  bool is_count() const override { return true; }

 private:
  /// r, from the variance; as good as Poisson's where that is the mean.
  static double size_of(double mean, double sd) {
    constexpr double most = 1e8;
    const double excess = sd * sd - mean;
    return excess > mean * mean / most ? mean * mean / excess : most;
  }
};

class NegativeBinomial final : public CountLoss {
 public:
  using CountLoss::CountLoss;
  const TargetNoise* noise() const override { return &noise_; }
  std::vector<Block> blocks() const override {
    return {{"log_size", {n_targets()}, {}, zeros(), NormalBelief{1, 1}}};
  }

 private:
  Density density(double k, double m, double log_r) const override {
    const double r = std::exp(std::min(log_r, largest));
    const double by_r = digamma(k + r) - digamma(r) - std::log1p(m / r) + (m - k) / (r + m);
    return {-log_probability(k, m, r), r * (m - k) / (r + m), log_r < largest ? -r * by_r : 0};
  }
  double sd(double m, double log_r) const override {
    return std::sqrt(m + m * m / std::exp(std::min(log_r, largest)));
  }

  static constexpr double largest = 16;  ///< log r beyond which nothing tells it from Poisson

  NegativeBinomialNoise noise_;
};

const bool registered =
    losses().add("negative-binomial", "counts that scatter more than those of independent events",
                 [](const Section& model, const TargetSpec& targets) {
                   require_counts(model, targets, "negative-binomial");
                   return std::make_unique<NegativeBinomial>(targets);
                 });

}  // namespace
}  // namespace temper
