#include "comparison/score.h"

#include <algorithm>
#include <cmath>

#include "potential/objective.h"
#include "random/rng.h"
#include "statistics/quantile.h"

namespace temper {
namespace {

constexpr double near = 0.01;
constexpr double least_gain = 0.2;  ///< over that of the best, to be ranked

/// All results of one method: [setting][seed].
using Results = std::vector<std::vector<ItemResult>>;

Results results_of(const ComparePlan& plan, const CompareStore& store, std::size_t problem,
                   std::size_t method, std::size_t n_seeds) {
  Results results(plan.n_settings());
  for (std::size_t setting = 0; setting < plan.n_settings(); ++setting)
    for (std::size_t seed = 0; seed < n_seeds; ++seed)
      results[setting].push_back(store.read(plan.number({problem, method, setting, seed})));
  return results;
}

template <class Get>
double median_of(const std::vector<ItemResult>& results, const Get& get) {
  std::vector<double> values;
  for (const auto& result : results) values.push_back(get(result));
  return quantile(values, 0.5);
}

/// The setting with the lowest median on all seeds but one.
std::size_t setting_without(const Results& results, std::size_t left_out) {
  std::size_t best = 0;
  double lowest = infinity;
  for (std::size_t setting = 0; setting < results.size(); ++setting) {
    std::vector<double> others;
    for (std::size_t seed = 0; seed < results[setting].size(); ++seed)
      if (seed != left_out) others.push_back(results[setting][seed].objective);
    if (others.empty()) return 0;
    const double median = quantile(others, 0.5);
    if (median < lowest) best = setting, lowest = median;
  }
  return best;
}

/// Lowest objective when that share of the budget was spent.
double objective_at(const ItemResult& result, double share) {
  double objective = infinity;
  for (std::size_t mark = 0; mark < result.trace.size(); ++mark)
    if (Finding::share_at(mark) <= share * (1 + 1e-9)) objective = result.trace[mark];
  return objective;
}

/// Share of the budget that was spent when the level was reached; infinite: it wasn't.
double share_to(const ItemResult& result, double level) {
  for (std::size_t mark = 0; mark < result.trace.size(); ++mark)
    if (result.trace[mark] <= level) return Finding::share_at(mark);
  return infinity;
}

/// One method's results with tuning done: [seed], and the setting that was taken most often.
struct Tuned {
  std::vector<ItemResult> results;
  std::size_t setting = 0;
};

Tuned tune(const Results& results) {
  Tuned tuned;
  std::vector<std::size_t> n_taken(results.size());
  for (std::size_t seed = 0; seed < results.front().size(); ++seed) {
    const auto setting = setting_without(results, seed);
    ++n_taken[setting];
    tuned.results.push_back(results[setting][seed]);
  }
  tuned.setting =
      static_cast<std::size_t>(std::max_element(n_taken.begin(), n_taken.end()) - n_taken.begin());
  return tuned;
}

void fill(MethodScore& score, const std::vector<ItemResult>& results, const ProblemScore& problem) {
  for (const auto& result : results) score.objectives.push_back(result.objective);
  score.lower_quartile = quantile(score.objectives, 0.25);
  score.median = quantile(score.objectives, 0.5);
  score.upper_quartile = quantile(score.objectives, 0.75);
  score.best = quantile(score.objectives, 0);
  const double limit = problem.lowest + near * std::abs(problem.lowest);
  score.near_best =
      static_cast<double>(std::count_if(score.objectives.begin(), score.objectives.end(),
                                        [&](double o) { return o <= limit; })) /
      static_cast<double>(results.size());
  score.test_metric = median_of(results, [](const auto& r) { return r.test_metric; });
  const auto share = [&](const ItemResult& result) { return share_to(result, problem.level); };
  score.to_level = problem.budget * median_of(results, share);
  score.time_to_level = median_of(results, [&](const auto& r) { return share(r) * r.seconds; });
  const auto n_reached = std::count_if(results.begin(), results.end(),
                                       [&](const auto& r) { return std::isfinite(share(r)); });
  score.reached = static_cast<double>(n_reached) / static_cast<double>(results.size());
  score.seconds = median_of(results, [](const auto& r) { return r.seconds; });
  score.lr = median_of(results, [](const auto& r) { return r.lr; });
}

/// What the first descents of all methods start from, in the median over seeds.
double objective_at_start(const ComparedProblem& compared, std::size_t n_seeds) {
  auto& potential = *compared.experiment.potential;
  const double constant = prior_constant(potential);
  std::vector<double> objectives;
  for (std::size_t seed = 0; seed < n_seeds; ++seed) {
    Floats theta(potential.dim());
    Rng rng({compared.experiment.run.seed + seed, Stream::init, 0, 0, 0});
    potential.initialise_first(theta, rng);
    const auto energy = potential.energy(theta);
    objectives.push_back(energy.U + energy.V - constant);
  }
  return quantile(objectives, 0.5);
}

/// A ball that rolls into the next hole has failed at nothing, and who spends little had no money
/// for a step.
Failure failure_of(const MethodScore& method, const ProblemScore& problem,
                   const std::vector<ItemResult>& results) {
  const double spent = median_of(results, [](const auto& r) { return r.evaluations; });
  if (!(method.median < problem.start))
    return spent < problem.budget / 2 ? Failure::too_short : Failure::diverged;
  const double gain = problem.start - method.median, best = problem.start - problem.lowest;
  return gain < least_gain * best && !problem.lowest_place ? Failure::too_short : Failure::none;
}

/// Fills in what needs all methods. @param tuned  results by method, in the order of the scores
void compare_times(ProblemScore& score, const std::vector<std::vector<ItemResult>>& tuned) {
  score.seconds = infinity;
  for (const auto& method : score.methods)
    if (method.failure == Failure::none) score.seconds = std::min(score.seconds, method.seconds);
  for (std::size_t i = 0; i < tuned.size(); ++i)
    score.methods[i].at_equal_time = median_of(tuned[i], [&](const auto& result) {
      return objective_at(result, std::min(1.0, score.seconds / result.seconds));
    });
}

double late_gain_of(const std::vector<ItemResult>& results, double start) {
  return median_of(results, [&](const auto& result) {
    const double gain = start - result.objective;
    return gain > 0 ? (objective_at(result, 0.5) - result.objective) / gain : 0;
  });
}

double share_in_lowest(const CompareLine& line, const std::vector<ItemResult>& results) {
  const auto n = std::count_if(results.begin(), results.end(), [&](const auto& result) {
    return !std::isnan(result.lowest_place) && line.leads_to_lowest(result.lowest_place);
  });
  return static_cast<double>(n) / static_cast<double>(results.size());
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

bool is_lower(const MethodScore& a, const MethodScore& b) {
  return std::pair(a.failure != Failure::none, a.median) <
         std::pair(b.failure != Failure::none, b.median);
}

void sort_methods(std::vector<MethodScore>& methods) {
  double lowest = infinity;
  for (const auto& method : methods) lowest = std::min(lowest, method.median);
  const double unit =
      std::max(same_objective * std::abs(lowest), std::numeric_limits<double>::min());
  const auto key = [unit](const MethodScore& method) {
    return std::tuple(method.failure != Failure::none, std::round(method.median / unit),
                      std::round(mean(method.objectives) / unit), method.to_level);
  };
  std::stable_sort(methods.begin(), methods.end(),
                   [&](const auto& a, const auto& b) { return key(a) < key(b); });
}

/// A little above what restarts reach, so that rounding doesn't decide.
double level_above(double median) { return median + 0.001 * std::abs(median); }

}  // namespace

ProblemScore score_problem(const ComparePlan& plan, const CompareStore& store, std::size_t problem,
                           std::size_t n_seeds) {
  const auto& compared = plan.problems()[problem];
  ProblemScore score{.name = compared.name,
                     .metric_name = compared.metric_name,
                     .budget = static_cast<double>(compared.budget),
                     .lowest = infinity};
  score.start = objective_at_start(compared, n_seeds);
  if (compared.line) score.lowest_place = compared.line->lowest_place();
  score.has_own_level = compared.options.level.has_value();
  std::vector<Tuned> tuned;
  for (std::size_t method = 0; method < plan.methods().size(); ++method) {
    tuned.push_back(tune(results_of(plan, store, problem, method, n_seeds)));
    const auto& results = tuned.back().results;
    for (const auto& result : results) score.lowest = std::min(score.lowest, result.objective);
    if (plan.methods()[method].name == "restarts")
      score.level = compared.options.level.value_or(
          level_above(median_of(results, [](const auto& r) { return r.objective; })));
  }
  for (std::size_t method = 0; method < tuned.size(); ++method) {
    const auto& compared_method = plan.methods()[method];
    MethodScore one{.name = display_name(compared_method.name),
                    .setting = compared_method.settings[tuned[method].setting]};
    fill(one, tuned[method].results, score);
    one.in_lowest =
        compared.line ? share_in_lowest(*compared.line, tuned[method].results) : std::nan("");
    const bool is_too_large =
        compared.experiment.potential->dim() > compared_method.tuned.front()->most_parameters();
    one.failure = is_too_large ? Failure::too_large : failure_of(one, score, tuned[method].results);
    score.methods.push_back(std::move(one));
  }
  std::vector<std::vector<ItemResult>> results;
  for (auto& one : tuned) results.push_back(std::move(one.results));
  compare_times(score, results);
  const auto lowest = std::min_element(score.methods.begin(), score.methods.end(), is_lower);
  score.late_gain =
      late_gain_of(results[static_cast<std::size_t>(lowest - score.methods.begin())], score.start);
  sort_methods(score.methods);
  return score;
}

Lead paired_lead(const std::vector<double>& one, const std::vector<double>& other,
                 double coverage) {
  constexpr std::uint32_t n_resamples = 4000;
  std::vector<double> differences;
  for (std::size_t seed = 0; seed < one.size(); ++seed)
    differences.push_back(other[seed] - one[seed]);
  const auto n = static_cast<std::uint32_t>(differences.size());
  std::vector<double> means;
  for (std::uint32_t resample = 0; resample < n_resamples; ++resample) {
    Rng rng({/*seed=*/0, Stream::adapt, 0, resample, 0});
    double sum = 0;
    for (std::uint32_t i = 0; i < n; ++i) sum += differences[rng.below(n)];
    means.push_back(sum / n);
  }
  double sum = 0;
  for (const double difference : differences) sum += difference;
  const double outside = (1 - coverage) / 2;
  return {sum / n, quantile(means, outside), quantile(means, 1 - outside)};
}

}  // namespace temper
