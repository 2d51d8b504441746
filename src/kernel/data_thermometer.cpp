#include "kernel/data_thermometer.h"

#include <algorithm>

#include "potential/own_potential.h"
#include "random/blocks.h"

namespace temper {
namespace {

constexpr std::size_t most_examples = 4;  ///< of one gradient
/// A user's function takes nearly as long for few examples as for many: readings are to take 3 %.
constexpr std::uint32_t every_of_own = 64;

}  // namespace

void DataThermometer::prepare(const Potential& potential) {
  n_points_ = potential.n_points();
  if (dynamic_cast<const OwnPotential*>(&potential)) every_ = every_of_own;
  examples_.resize(2 * std::clamp<std::size_t>(n_points_ / 8, 1, most_examples));
  first_.resize(potential.dim());
  second_.resize(potential.dim());
}

double DataThermometer::square_along(const Move& move, const StepKey& key,
                                     std::span<const float> momentum, Potential& potential) {
  Rng rng(key.rng(move.replica->id), thermometer_block);
  for (auto& example : examples_) example = rng.below(static_cast<std::uint32_t>(n_points_));
  const Batch all = examples_;
  const auto half = all.size() / 2;
  const Weights without_prior{1, 0};
  potential.gradient(move.replica->theta, all.first(half), without_prior, first_);
  potential.gradient(move.replica->theta, all.subspan(half), without_prior, second_);
  double along = 0, square = 0;
  for (std::size_t i = 0; i < momentum.size(); ++i) {
    const double d = double{first_[i]} - double{second_[i]};
    along += d * double{momentum[i]};
    square += d * d;
  }
  return along * along / square;
}

}  // namespace temper
