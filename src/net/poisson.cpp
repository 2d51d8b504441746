// Poisson: each target is a count k ~ Poisson(mean); U sums mean - k log mean + log k! over the
// targets. Its sd is sqrt(mean); counts that scatter more need "negative-binomial".

#include <algorithm>
#include <cmath>
#include <memory>

#include "net/count_loss.h"
#include "statistics/special_functions.h"

namespace temper {
namespace {

class PoissonNoise final : public TargetNoise {
 public:
  double log_density(double y, double mean, double) const override {
    return y * std::log(mean) - mean - std::lgamma(y + 1);
  }
  double share_below(double y, double mean, double) const override {
    return y < 0 ? 0 : 1 - regularised_gamma(std::floor(y) + 1, mean);
  }
  bool is_count() const override { return true; }
};

class Poisson final : public CountLoss {
 public:
  using CountLoss::CountLoss;
  const TargetNoise* noise() const override { return &noise_; }

 private:
  Density density(double count, double mean, double) const override {
    return {-noise_.log_density(count, mean, 0), mean - count};
  }
  double sd(double mean, double) const override { return std::sqrt(mean); }

  PoissonNoise noise_;
};

const bool registered =
    losses().add("poisson", "counts that scatter as those of independent events",
                 [](const Section& model, const TargetSpec& targets) {
                   require_counts(model, targets, "poisson");
                   return std::make_unique<Poisson>(targets);
                 });

}  // namespace
}  // namespace temper
