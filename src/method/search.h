#pragma once
// One search: a problem, a seed, a budget, and what was found. What methods are given.

#include <cstdint>
#include <optional>

#include "method/budget.h"
#include "method/counting_potential.h"

namespace temper {

class Method;

/// What is searched, and how a plain descent would move there.
struct Problem {
  Potential* potential = nullptr;
  double lr = 0.1;           ///< of the mean loss
  double momentum = 0.9;     ///< share of the last step that is kept
  std::size_t batch = 0;     ///< examples in a gradient; 0: all of the data
  bool searches_lr = false;  ///< lr is nobody's wish: each search finds its own (step_search.h)
};

class Search {
 public:
  /// The potential must outlive it. Requires a budget of at least smallest_budget().
  Search(const Problem& problem, std::uint64_t seed, std::uint64_t budget);

  /// Evaluations that pay for one gradient and the energy of what it led to.
  static std::uint64_t smallest_budget(const Problem& problem);

  /// Runs the method until the budget is spent; then looks at the last state as well.
  const Finding& run(const Method& method);

  const Problem& problem() const { return problem_; }
  CountingPotential& potential() { return potential_; }
  std::uint64_t seed() const { return seed_; }
  double progress() const { return budget_.progress(); }  ///< share of the budget that is spent
  double evaluations() const { return budget_.evaluations(); }
  double budget() const { return static_cast<double>(budget_.total()) / Budget::per_gradient; }

  /// Numbers for starting points and replicas: each only once.
  std::uint32_t next_id() { return next_id_++; }

  /// [P] The one of that number: the n-th of a search is the same for every method.
  Floats starting_point(std::uint32_t id);

  /// The learning rate that the search has found for itself; nullopt: it hasn't looked for one.
  std::optional<double> found_lr() const { return found_lr_; }
  void find_lr(double lr) { found_lr_ = lr; }

  /// The state that a walk was in when the budget was spent.
  void keep_last(const Floats& theta) { last_ = theta; }

 private:
  Problem problem_;
  std::uint64_t seed_;
  Budget budget_;
  CountingPotential potential_;
  std::uint32_t next_id_ = 0;
  std::optional<double> found_lr_;
  Floats last_;
};

}  // namespace temper
