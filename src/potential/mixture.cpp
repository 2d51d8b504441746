// A mixture of Gaussians on a line: separate modes of given weights.
//
//   U along theta_0 = -ln sum_k weight_k exp(-(theta_0 - position_k)² / (2 sd²))
//
// The rest of U, and V: line_potential.h.

#include <algorithm>
#include <cmath>
#include <string>

#include "config/section.h"
#include "potential/line_potential.h"
#include "potential/potentials.h"

namespace temper {
namespace {

class Mixture final : public LinePotential {
 public:
  explicit Mixture(const Section& options)
      : LinePotential(options),
        positions_(options.numbers("positions", {.help = "of the modes, along the first parameter"})
                       .value_or(std::vector<double>{-3, 0, 3})),
        weights_(options
                     .numbers("weights", {.min = 0,
                                          .above_min = true,
                                          .help = "of the modes, up to a factor; equal if absent"})
                     .value_or(std::vector<double>(positions_.size(), 1))),
        sd_(options.number(
            "sd",
            {.fallback = 0.3, .min = 0, .above_min = true, .help = "of a mode, on the line"})) {
    if (weights_.size() != positions_.size())
      options.refuse("weights", std::to_string(weights_.size()) + " weights for " +
                                    std::to_string(positions_.size()) + " positions; one each");
    double sum = 0;
    for (const double weight : weights_) sum += weight;
    for (double& weight : weights_) weight /= sum;
  }

 private:
  double along(double x, double& slope) const override {
    const double nearest = exponent(
        x, *std::min_element(positions_.begin(), positions_.end(), [x](double a, double b) {
          return std::abs(x - a) < std::abs(x - b);
        }));
    double sum = 0, sum_slope = 0;
    for (std::size_t k = 0; k < positions_.size(); ++k) {
      const double density = weights_[k] * std::exp(nearest - exponent(x, positions_[k]));
      sum += density;
      sum_slope += density * (x - positions_[k]) / (sd_ * sd_);
    }
    slope = sum_slope / sum;
    return nearest - std::log(sum);
  }

  double exponent(double x, double position) const {
    const double scaled = (x - position) / sd_;
    return 0.5 * scaled * scaled;
  }

  std::vector<double> positions_, weights_;
  double sd_;
};

const bool registered =
    potentials().add("mixture", "Gaussian modes on a line, of given weights",
                     [](const Section& options) { return std::make_unique<Mixture>(options); });

}  // namespace
}  // namespace temper
