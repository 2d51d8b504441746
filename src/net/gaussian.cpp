// Gaussian: each target y ~ N(mean, sd²), independent; U sums over the targets
//
//   (y - mean)² / (2 sd²) + log sd + log(2π) / 2.
//
// Where sd comes from: net/noise_level.h.

#include <cmath>
#include <memory>
#include <numbers>

#include "base/half_log_2pi.h"
#include "net/location_scale.h"

namespace temper {
namespace {

/// -log N(y; mean, sd²), with its derivatives by mean and log sd.
struct Density {
  double value, by_mean, by_log_sd;

  Density(double y, double mean, double log_sd) {
    const double precision = std::exp(-2 * log_sd);
    const double residual = y - mean;
    const double square = residual * residual * precision;
    value = 0.5 * square + log_sd + half_log_2pi;
    by_mean = -residual * precision;
    by_log_sd = 1 - square;
  }
};

class NormalNoise final : public TargetNoise {
 public:
  static Density loss(double y, double mean, double log_sd) { return {y, mean, log_sd}; }
  static double sd_of(double scale) { return scale; }
  static Information information() { return {1, 2}; }

  double log_density(double y, double mean, double sd) const override {
    const double z = (y - mean) / sd;
    return -0.5 * z * z - std::log(sd) - half_log_2pi;
  }
  double share_below(double y, double mean, double sd) const override {
    return 0.5 * std::erfc((mean - y) / (sd * std::numbers::sqrt2));
  }
};

const bool registered = losses().add("gaussian", "normal noise around each target, for regression",
                                     [](const Section& model, const TargetSpec& targets) {
                                       require_numbers(model, targets, "gaussian");
                                       return make_location_scale(model, targets, NormalNoise());
                                     });

}  // namespace

std::unique_ptr<TargetNoise> normal_noise() { return std::make_unique<NormalNoise>(); }

}  // namespace temper
