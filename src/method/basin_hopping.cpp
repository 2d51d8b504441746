// Basin hopping: throw the state a little way off, descend, and stay there if the new minimum is
// lower, or by Metropolis' test at a temperature if it is not.
//
// Source: Wales & Doye, "Global optimization by basin-hopping and the lowest energy structures of
// Lennard-Jones clusters containing up to 110 atoms", J. Phys. Chem. A 101, 1997.

#include <cmath>

#include "config/section.h"
#include "method/method.h"
#include "method/options.h"
#include "method/walk.h"

namespace temper {
namespace {

class BasinHopping final : public Method {
 public:
  explicit BasinHopping(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_hops_(read_number(options, "hops", 40, 1, "descents that the budget pays for")),
        size_(options.number("size", {.fallback = 0.5,
                                      .min = 0,
                                      .above_min = true,
                                      .help = "of a hop: its sd over that of the parameters"})),
        temperature_(read_temperature(options, "t", 1.0, "of the test, nats")) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    const auto length = walk.affordable(1.0 / static_cast<double>(n_hops_));
    auto here = walk.fresh();
    descend(walk, here, length);
    for (std::uint32_t hop = 0;; ++hop) {
      auto there = here;
      Rng rng({search.seed(), Stream::adapt, 0, hop, 0});
      throw_off(there.replica.theta, rng);
      walk.restart(there);
      descend(walk, there, length);
      const double log_ratio = (here.objective() - there.objective()) / temperature_;
      if (std::log(rng.uniform()) < log_ratio) here = std::move(there);
    }
  }

  std::vector<Setting> grid() const override {
    return {{"size", "0.2"}, {"size", "1"}, {"hops", "120"}};
  }

 private:
  static void descend(Walk& walk, Walker& walker, std::uint64_t length) {
    walk.steps(walker, length);
    walk.look(walker);
  }

  void throw_off(Floats& theta, Rng& rng) const {
    double squares = 0;
    for (const float value : theta) squares += double{value} * value;
    const double sd = size_ * std::sqrt(squares / static_cast<double>(theta.size()));
    for (float& value : theta) value += static_cast<float>(sd * rng.normal());
  }

  Pace pace_;
  std::size_t n_hops_;
  double size_, temperature_;
};

const bool registered =
    methods().add("basin-hopping", "a hop, a descent, a Metropolis test, again and again",
                  [](const Section& options) { return std::make_unique<BasinHopping>(options); });

}  // namespace
}  // namespace temper
