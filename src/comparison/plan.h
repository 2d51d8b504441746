#pragma once
// What a comparison has to do: problems, methods, settings and seeds, and their product, the items
// of work.

#include <cstdint>
#include <string>
#include <vector>

#include "comparison/line.h"
#include "comparison/options.h"
#include "method/search.h"
#include "train/experiment.h"

namespace temper {

/// One problem with what a search on it may spend.
struct ComparedProblem {
  std::string name;
  Experiment experiment;
  CompareOptions options;
  std::uint64_t budget = 0;              ///< gradient evaluations of one search
  double cpu_seconds = 0;                ///< that it was asked for as; 0: not as a time
  bool searches_lr = false;              ///< kernel.lr isn't given: methods find their own
  std::optional<CompareLine> line = {};  ///< if it has one parameter
  std::string metric_name;  ///< of a search's best state, on examples it hasn't seen; "" if none

  Problem problem() const;

  /// Searches cost so many gradient evaluations, whatever the config's budget was given in.
  void set_budget(std::uint64_t evaluations);

  /// NaN without a metric or a state.
  double measure(std::span<const float> theta) const;
};

/// One search. Items are numbered problem by problem, method by method, setting by setting, and
/// seed by seed.
struct Item {
  std::size_t problem, method, setting, seed;
};

class ComparePlan {
 public:
  /// Every problem has the same methods, settings and seeds.
  explicit ComparePlan(std::vector<ComparedProblem> problems) : problems_(std::move(problems)) {}

  /// What a comparison that goes on has stored: times were turned into evaluations when it began.
  void set_budgets(const std::vector<double>& evaluations);

  const std::vector<ComparedProblem>& problems() const { return problems_; }
  const std::vector<ComparedMethod>& methods() const { return problems_.front().options.methods; }
  std::size_t n_settings() const { return problems_.front().options.n_settings; }
  std::size_t n_seeds() const { return problems_.front().options.n_seeds; }  ///< of a problem, most
  bool adds_seeds() const { return problems_.front().options.adds_seeds; }

  std::size_t n_items() const {
    return problems_.size() * methods().size() * n_settings() * n_seeds();
  }
  Item item(std::size_t number) const;
  std::size_t number(const Item& item) const;
  /// Seeds by problem before anything is known.
  std::vector<std::size_t> first_seeds() const;

  bool has_line() const;  ///< whether a problem has one parameter

  /// The resolved configs of all problems: what a comparison must have in common with its folder.
  std::string config() const;

 private:
  std::vector<ComparedProblem> problems_;
};

/// Builds data, network and methods of one config. Throws UsageError, also for a budget that
/// doesn't pay for one gradient and energy. Collective.
/// @param name  "" takes the data's
ComparedProblem build_problem(Config config, const std::string& name, const Communicator& world,
                              const Supplement& supplement = {});

}  // namespace temper
