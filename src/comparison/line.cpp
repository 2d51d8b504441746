#include "comparison/line.h"

#include <algorithm>
#include <array>

#include "method/counting_potential.h"
#include "potential/objective.h"
#include "random/minibatch.h"

namespace temper {
namespace {

/// Evenly spaced over all that many starting points, the first of a search among them.
std::vector<double> places_of_starts(const Potential& potential, std::uint64_t seed) {
  constexpr std::uint32_t n_starts = 1000;
  std::vector<float> starts(n_starts);
  for (std::uint32_t i = 0; i < n_starts; ++i) {
    Rng rng({seed, Stream::init, i, 0, 0});
    const std::span theta(&starts[i], 1);
    i == 0 ? potential.initialise_first(theta, rng) : potential.initialise(theta, rng);
  }
  const auto [low, high] = std::minmax_element(starts.begin(), starts.end());
  std::vector<double> places;
  for (std::size_t i = 0; i < CompareLine::n_places; ++i)
    places.push_back(*low + (double{*high} - *low) * static_cast<double>(i) /
                                static_cast<double>(CompareLine::n_places - 1));
  return places;
}

std::vector<double> minibatch_curve(Potential& potential, const std::vector<double>& places,
                                    Batch batch) {
  const double constant = prior_constant(potential);
  std::vector<double> curve;
  for (const double place : places) {
    const std::array theta = {static_cast<float>(place)};
    std::array<float, 1> gradient{};
    const double U = potential.gradient(theta, batch, {1, 1}, gradient).U;
    curve.push_back(U + potential.prior_energy(theta) - constant);
  }
  return curve;
}

}  // namespace

std::size_t CompareLine::bottom_below(std::size_t i) const {
  for (;;) {
    if (i > 0 && objective[i - 1] < objective[i])
      --i;
    else if (i + 1 < n_places && objective[i + 1] < objective[i])
      ++i;
    else
      return i;
  }
}

bool CompareLine::leads_to_lowest(double x) const {
  const auto right = std::lower_bound(place.begin(), place.end(), x);
  const auto i = std::min(static_cast<std::size_t>(right - place.begin()), n_places - 1);
  return place[bottom_below(i)] == lowest_place();
}

double CompareLine::lowest_place() const {
  const auto lowest = std::min_element(objective.begin(), objective.end());
  return place[static_cast<std::size_t>(lowest - objective.begin())];
}

CompareLine look_along_line(Potential& potential, std::uint64_t seed) {
  CompareLine line;
  line.place = places_of_starts(potential, seed);
  line.objective = minibatch_curve(potential, line.place, {});
  const auto n_points = potential.n_points();
  std::vector<std::uint32_t> batch(std::min(CompareLine::batch, n_points));
  const MinibatchOrder order(n_points, batch.size(), /*replacement=*/true);
  for (std::size_t i = 0; i < CompareLine::n_minibatches; ++i) {
    order.indices(seed, 0, i, batch);
    line.minibatch.push_back(minibatch_curve(potential, line.place, batch));
  }
  return line;
}

}  // namespace temper
