// The Mueller-Brown surface as a potential in C++, with an option of its own, in a program that is
// Temper otherwise: every command works. (Without a program of your own: ../potentials.)
//
// Source: Mueller & Brown, Theor. Chim. Acta 53, 1979.

#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "temper/app/main.h"
#include "temper/config/section.h"
#include "temper/potential/own_potential.h"
#include "temper/potential/potentials.h"

namespace {

struct Term {
  double A, a, b, c, x, y;
};
constexpr std::array<Term, 4> terms = {{{-200, -1, 0, -10, 1, 0},
                                        {-100, -1, 0, -10, 0, 0.5},
                                        {-170, -6.5, 11, -6.5, -0.5, 1.5},
                                        {15, 0.7, 0.6, 0.7, -1, 1}}};

class MuellerBrown final : public temper::OwnModel {
 public:
  explicit MuellerBrown(double scale) : scale_(scale) {}
  std::string label() const override { return "mueller-brown"; }
  std::size_t dim() const override { return 2; }
  std::vector<std::string> names() const override { return {"x", "y"}; }

  void evaluate(const temper::OwnEvaluation& call) override {
    for (std::size_t i = 0; i < call.n; ++i) {
      double U = 0, slope_x = 0, slope_y = 0;
      for (const Term& term : terms) {
        const double x = call.theta[2 * i] - term.x, y = call.theta[2 * i + 1] - term.y;
        const double value =
            scale_ * term.A * std::exp(term.a * x * x + term.b * x * y + term.c * y * y);
        U += value;
        slope_x += value * (2 * term.a * x + term.b * y);
        slope_y += value * (term.b * x + 2 * term.c * y);
      }
      call.U[i] = U;
      call.V[i] = 0;
      if (call.grad_U.empty()) continue;
      call.grad_U[2 * i] = slope_x;
      call.grad_U[2 * i + 1] = slope_y;
      call.grad_V[2 * i] = call.grad_V[2 * i + 1] = 0;
    }
  }

 private:
  double scale_;
};

const bool registered = temper::potentials().add(
    "mueller-brown", "three minima and two saddles in two dimensions",
    [](const temper::Section& options) {
      const double scale = options.number(
          "scale", {.fallback = 1.0, .min = 0, .above_min = true, .help = "of all energies"});
      return temper::make_own_potential(std::make_unique<MuellerBrown>(scale), options);
    });

}  // namespace

int main(int argc, char** argv) { return temper::main(argc, argv); }
