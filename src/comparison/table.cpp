#include "comparison/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace temper {
namespace {

std::string evaluations_text(double evaluations) {
  return std::isinf(evaluations) ? "not reached" : fmt::format("{:.3g}", evaluations);
}

std::string metric_text(double metric) {
  return std::isnan(metric) ? "-" : fmt::format("{:.4f}", metric);
}

std::string row_of(const MethodScore& method) {
  return fmt::format(
      "{:<22} {:>10.4g} {:>10.4g} {:>10.4g} {:>10.4g} {:>5.0f} % {:>10} {:>12} "
      "{:>8.2f}  {}\n",
      method.name, method.median, method.lower_quartile, method.upper_quartile, method.best,
      100 * method.near_best, metric_text(method.test_metric), evaluations_text(method.to_level),
      method.seconds, method.setting);
}

/// With fewer, even if all agree, a coin would do as well more than once in twenty (two-sided).
constexpr std::size_t enough_seeds = 6;

/// Methods over which the lead of the first is not beyond doubt: its interval reaches down to zero.
std::vector<std::string> as_good_as_first(const ProblemScore& score) {
  const double nothing = same_objective * std::abs(score.lowest);
  std::vector<std::string> names;
  for (std::size_t i = 1; i < score.methods.size(); ++i)
    if (paired_lead(score.methods[0].objectives, score.methods[i].objectives).low <= nothing)
      names.push_back(score.methods[i].name);
  return names;
}

}  // namespace

std::string table_of(const ProblemScore& score) {
  auto text = fmt::format(
      "{}: lowest objective (U + V less its constant, nats), {} seeds, {:.4g} gradient evaluations "
      "a search\n{:<22} {:>10} {:>10} {:>10} {:>10} {:>7} {:>10} {:>12} {:>8}  {}\n",
      score.name, score.methods.front().objectives.size(), score.budget, "method", "median",
      "quartile", "quartile", "best", "near", score.metric_name.empty() ? "test" : "metric",
      "to level", "seconds", "setting");
  for (const auto& method : score.methods) text += row_of(method);
  text += fmt::format(
      "near: seeds within 1 % of the best known, {:.6g}; to level: evaluations to "
      "reach {:.6g}, 0.1 % above the median of restarts",
      score.lowest, score.level);
  if (!score.metric_name.empty()) text += "; metric: " + score.metric_name;
  return text + "\n";
}

std::string answer_of(const ProblemScore& score) {
  const auto& first = score.methods.front();
  const auto n_seeds = first.objectives.size();
  if (score.methods.size() == 1)
    return fmt::format("On {} only {} took part.\n", score.name, first.name);
  if (n_seeds < 2)
    return fmt::format("On {} {} came lowest with one seed, which says little: give more seeds.\n",
                       score.name, first.name);
  const auto& other = score.methods[1];
  const auto lead = paired_lead(first.objectives, other.objectives);
  const auto how_sure = fmt::format(
      "{:.3g} nats between their means, 95 % interval {:.3g} to {:.3g} "
      "over {} paired seeds{}",
      lead.mean, lead.low, lead.high, n_seeds, n_seeds < enough_seeds ? "; so few say little" : "");
  const auto equals = as_good_as_first(score);
  if (equals.empty())
    return fmt::format("On {} use {}: it beats {}, the next best ({}), and all others.\n",
                       score.name, first.name, other.name, how_sure);
  return fmt::format(
      "On {} use {}: it has the lowest median, but can't be told from {} (next best: {}; {}).\n",
      score.name, first.name, fmt::join(equals, ", "), other.name, how_sure);
}

std::string ends_of(const ProblemScore& score) {
  if (!score.lowest_place) return "";
  std::map<double, std::vector<std::string>, std::greater<>> by_share;
  for (const auto& method : score.methods) by_share[method.in_lowest].push_back(method.name);
  std::vector<std::string> parts;
  for (const auto& [share, names] : by_share) {
    const auto how_often = share == 1   ? std::string("always")
                           : share == 0 ? std::string("never")
                                        : fmt::format("in {:.0f} % of seeds", 100 * share);
    parts.push_back(fmt::format("{} with {}", how_often, fmt::join(names, ", ")));
  }
  return fmt::format("The ball ends in the global minimum, at {:.3g}: {}.\n", *score.lowest_place,
                     fmt::join(parts, "; "));
}

std::string standings_of(const std::vector<ProblemScore>& scores) {
  struct Standing {
    std::size_t n_first = 0, sum_of_places = 0;
  };
  std::map<std::string, Standing> standings;
  for (const auto& score : scores)
    for (std::size_t place = 0; place < score.methods.size(); ++place) {
      auto& standing = standings[score.methods[place].name];
      if (score.methods[place].median <= score.methods.front().median) ++standing.n_first;
      standing.sum_of_places += place + 1;
    }
  std::vector<std::pair<std::string, Standing>> sorted(standings.begin(), standings.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.second.sum_of_places < b.second.sum_of_places;
  });
  auto text = fmt::format("{:<22} {:>12} {:>12}\n", fmt::format("over {} problems", scores.size()),
                          "mean place", "lowest on");
  for (const auto& [name, standing] : sorted)
    text += fmt::format(
        "{:<22} {:>12.1f} {:>12}\n", name,
        static_cast<double>(standing.sum_of_places) / static_cast<double>(scores.size()),
        standing.n_first);
  return text;
}

std::string csv_of(const ComparePlan& plan, const CompareStore& store) {
  std::string text =
      "problem,method,setting,seed,objective,energy,prior_energy,test_metric,evaluations,seconds\n";
  for (std::size_t i = 0; i < plan.n_items(); ++i) {
    const auto item = plan.item(i);
    const auto& method = plan.methods()[item.method];
    const auto r = store.read(i);
    text +=
        fmt::format("{},{},{},{},{},{},{},{},{},{}\n", plan.problems()[item.problem].name,
                    display_name(method.name), method.settings[item.setting], item.seed,
                    r.objective, r.energy, r.prior_energy, r.test_metric, r.evaluations, r.seconds);
  }
  return text;
}

std::string table_csv_of(const std::vector<ProblemScore>& scores) {
  std::string text =
      "problem,method,setting,seeds,median,lower_quartile,upper_quartile,best,near_best,"
      "test_metric,level,evaluations_to_level,seconds\n";
  for (const auto& score : scores)
    for (const auto& m : score.methods)
      text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\n", score.name, m.name, m.setting,
                          m.objectives.size(), m.median, m.lower_quartile, m.upper_quartile, m.best,
                          m.near_best, m.test_metric, score.level, m.to_level, m.seconds);
  return text;
}

}  // namespace temper
