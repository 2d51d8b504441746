// The egg-box: 18 equal peaks in the square [0, 10 pi]², or as many as fit in more dimensions.
//
//   ln L(x) = (2 + prod_i cos(x_i / 2))^5
//
// log Z is 235.86 for P = 2.
//
// Source: Feroz & Hobson, "Multimodal nested sampling", Mon. Not. R. Astron. Soc. 384, 2008.

#include <cmath>
#include <memory>
#include <numbers>

#include "config/section.h"
#include "potential/box_potential.h"
#include "potential/potentials.h"

namespace temper {
namespace {

class EggBox final : public BoxPotential {
 public:
  explicit EggBox(const Section& options)
      : BoxPotential(
            options.count("dim", {.fallback = 2, .min = 1, .help = "number of parameters"}), 0,
            10 * std::numbers::pi) {}

 private:
  double minus_log_likelihood(std::span<const double> x, std::span<double> slope) const override {
    double product = 1;
    for (const double element : x) product *= std::cos(element / 2);
    const double height = 2 + product, fourth = std::pow(height, 4);
    for (std::size_t i = 0; i < x.size(); ++i) {
      double others = 1;
      for (std::size_t j = 0; j < x.size(); ++j)
        if (j != i) others *= std::cos(x[j] / 2);
      slope[i] = 5 * fourth * others * std::sin(x[i] / 2) / 2;
    }
    return -fourth * height;
  }
};

const bool registered =
    potentials().add("egg-box", "many equal peaks in a box: a test problem of nested sampling",
                     [](const Section& options) { return std::make_unique<EggBox>(options); });

}  // namespace
}  // namespace temper
