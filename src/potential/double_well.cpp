// A double well: two minima a given height apart from their barrier, so that a single chain
// crosses at a rate near exp(-height / T).
//
//   U along theta_0 = height ((theta_0 / place)² - 1)² - tilt theta_0 / (2 place)
//
// The rest of U, and V: line_potential.h.

#include "config/section.h"
#include "potential/line_potential.h"
#include "potential/potentials.h"

namespace temper {
namespace {

class DoubleWell final : public LinePotential {
 public:
  explicit DoubleWell(const Section& options)
      : LinePotential(options),
        height_(options.number("height", {.fallback = 8.0,
                                          .min = 0,
                                          .above_min = true,
                                          .help = "of the barrier between the wells, nats"})),
        place_(options.number("place", {.fallback = 2.0,
                                        .min = 0,
                                        .above_min = true,
                                        .help = "of the wells, either side of zero"})),
        tilt_(options.number(
            "tilt", {.fallback = 1.0, .help = "how far the right well is below the left, nats"})) {}

 private:
  double along(double x, double& slope) const override {
    const double scaled = x / place_, excess = scaled * scaled - 1;
    slope = (4 * height_ * scaled * excess - tilt_ / 2) / place_;
    return height_ * excess * excess - tilt_ * scaled / 2;
  }

  double height_, place_, tilt_;
};

const bool registered =
    potentials().add("double-well", "two minima with a barrier between them",
                     [](const Section& options) { return std::make_unique<DoubleWell>(options); });

}  // namespace
}  // namespace temper
