#pragma once
// What a comparison says of each method on one problem, and which of two is better.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "comparison/comparison_file.h"
#include "comparison/plan.h"

namespace temper {

/// Objectives closer than this share of the lowest are equal.
inline constexpr double same_objective = 1e-5;

/// Why a method isn't ranked.
enum class Failure { none, diverged, too_short, too_large };

/// One method on one problem. With several settings, the result for a seed is that of the setting
/// which has the lowest median on the *other* seeds, so that tuning is not rewarded for luck.
struct MethodScore {
  std::string name;                     ///< "warm restarts"
  std::vector<double> objectives = {};  ///< [seed]
  double median = 0, lower_quartile = 0, upper_quartile = 0, best = 0;
  double near_best = 0;      ///< share of seeds within 1 % of the lowest of all methods
  double test_metric = 0;    ///< median
  double to_level = 0;       ///< median evaluations to reach the level; infinite: not reached
  double time_to_level = 0;  ///< of CPU time, seconds, likewise
  double reached = 0;        ///< share of seeds that reach it
  double seconds = 0;        ///< of CPU time, median of a search
  double at_equal_time = 0;  ///< median objective after ProblemScore::seconds of CPU time
  double lr = 0;             ///< median of those that searches found for themselves; NaN: given
  Failure failure = Failure::none;
  double in_lowest = 0;  ///< share of seeds that end where the lowest minimum is; NaN if P > 1
  std::string setting;   ///< that was taken most often
};

struct ProblemScore {
  std::string name;
  std::string metric_name;
  double budget = 0;
  double lowest = 0;   ///< objective, of all methods and seeds
  double start = 0;    ///< median objective of the first starting points
  double seconds = 0;  ///< of CPU time: the least that a ranked method's searches took
  double late_gain =
      0;  ///< what the first gained in the second half of its budget, over all it did
  std::optional<bool> is_settled = {};  ///< whether more seeds would say no more; unset: none are
  double level = 0;  ///< compare.level, or 0.1 % above what restarts reach with the whole budget
  bool has_own_level = false;               ///< it is compare.level
  std::optional<double> lowest_place = {};  ///< of the parameter, if there is but one
  std::vector<MethodScore> methods =
      {};  ///< lowest median first; then lowest mean, and fastest; last those that failed
};

/// Of the first `n_seeds` seeds. Requires that all of their items are done.
ProblemScore score_problem(const ComparePlan& plan, const CompareStore& store, std::size_t problem,
                           std::size_t n_seeds);

/// By how much the objectives of `other` exceed those of `one` in the mean over paired seeds, with
/// an interval by bootstrap (percentiles of 4,000 resamples of the seeds).
struct Lead {
  double mean = 0, low = 0, high = 0;
};
Lead paired_lead(const std::vector<double>& one, const std::vector<double>& other,
                 double coverage = 0.95);

}  // namespace temper
