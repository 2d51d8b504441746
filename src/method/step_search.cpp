#include "method/step_search.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "config/section.h"

namespace temper {
namespace {

constexpr double share_of_each = 1.0 / 400;
constexpr std::uint64_t least_steps = 5;
constexpr std::array rates = {1.0, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6};
constexpr std::size_t n_descents = rates.size() + 2;

/// What a descent from `theta` at this rate ends at; NaN and infinities are as bad as can be.
double objective_after(Search& search, Pace pace, double rate, std::uint64_t n_steps,
                       const Floats& theta) {
  pace.lr = rate;
  pace.lr_factor = 1;
  pace.is_lr_open = false;
  Walk walk(search, pace);
  Walker walker;
  walker.replica.theta = theta;
  walk.adopt(walker);
  walk.steps(walker, n_steps);
  walk.look(walker);
  return std::isfinite(walker.objective()) ? walker.objective() : infinity;
}

}  // namespace

double search_step(Search& search, const Pace& pace) {
  Pace any = pace;
  any.lr = search.problem().lr;
  any.is_lr_open = false;
  const Walk walk(search, any);
  const auto n_steps = std::max(least_steps, walk.affordable(share_of_each));
  if (n_steps * n_descents > walk.affordable(1)) return search.problem().lr;
  Floats theta(search.potential().dim());
  Rng rng({search.seed(), Stream::adapt, 0, 0, 0});
  search.problem().potential->initialise(theta, rng);
  double best = rates.front(), lowest = infinity;
  const auto is_lowest = [&](double rate) {
    const double objective = objective_after(search, pace, rate, n_steps, theta);
    if (!(objective < lowest)) return false;
    best = rate;
    lowest = objective;
    return true;
  };
  for (const double rate : rates)
    if (!is_lowest(rate) && lowest < infinity) break;
  const double middle = best;
  for (const double factor : {3.0, 1.0 / 3}) is_lowest(factor * middle);
  return best;
}

}  // namespace temper
