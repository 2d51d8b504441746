#include "method/search.h"

#include "method/method.h"

namespace temper {

Search::Search(const Problem& problem, std::uint64_t seed, std::uint64_t budget)
    : problem_(problem), seed_(seed), budget_(budget), potential_(*problem.potential, budget_) {
  budget_.reserve(Budget::per_energy * potential_.n_points());
}

std::uint64_t Search::smallest_budget(const Problem& problem) {
  const auto n_points = problem.potential->n_points();
  const auto thirds = Budget::per_gradient * n_points + Budget::per_energy * n_points;
  return (thirds + Budget::per_gradient - 1) / Budget::per_gradient;
}

Floats Search::starting_point(std::uint32_t id) {
  Floats theta(potential_.dim());
  Rng rng({seed_, Stream::init, id, 0, 0});
  potential_.initialise(theta, rng);
  return theta;
}

const Finding& Search::run(const Method& method) {
  try {
    if (potential_.dim() <= method.most_parameters())
      method.run(*this);
    else
      potential_.energy(starting_point(next_id()));
  } catch (const BudgetSpent&) {
    budget_.reserve(0);
    if (!last_.empty()) potential_.energy(last_);
  }
  potential_.finding().close();
  return potential_.finding();
}

}  // namespace temper
