// A staircase: the value falls by the same factor `falls` times, at equal distances.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class Step final : public Schedule {
 public:
  Step(double first, double last, std::int64_t n_falls)
      : first_(first), ratio_(last / first), n_falls_(static_cast<double>(n_falls)) {}

  double at(double progress) const override {
    const double n_done = std::min(n_falls_, std::floor(progress * (n_falls_ + 1)));
    return first_ * std::pow(ratio_, n_done / n_falls_);
  }

 private:
  double first_, ratio_, n_falls_;
};

const bool registered =
    schedules().add("step", "a staircase", [](const Section& options, double first, double last) {
      const auto n_falls =
          options.integer("falls", {.fallback = 3, .min = 1, .max = 1000, .help = "of the value"});
      return std::make_unique<Step>(first, last, n_falls);
    });

}  // namespace
}  // namespace temper
