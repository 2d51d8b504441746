// Falls by the same factor in equal stretches: first (last / first)^progress.
//
// Source: Kirkpatrick, Gelatt & Vecchi, "Optimization by simulated annealing", Science 220, 1983.

#include <cmath>

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class Geometric final : public Schedule {
 public:
  Geometric(double first, double last) : first_(first), ratio_(last / first) {}
  double at(double progress) const override { return first_ * std::pow(ratio_, progress); }

 private:
  double first_, ratio_;
};

const bool registered = schedules().add("geometric", "falls by the same factor in equal stretches",
                                        [](const Section&, double first, double last) {
                                          return std::make_unique<Geometric>(first, last);
                                        });

}  // namespace
}  // namespace temper
