#include "comparison/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/number_text.h"
#include "base/text_table.h"
#include "potential/objective.h"

namespace temper {
namespace {

std::string evaluations_text(double evaluations) {
  return std::isinf(evaluations) ? "not reached" : number_text(evaluations);
}

/// "settings" only where there were several to choose from.
bool has_settings(const ProblemScore& score) {
  return std::any_of(score.methods.begin(), score.methods.end(),
                     [](const MethodScore& method) { return method.setting != "defaults"; });
}

/// Where searches have looked for a learning rate of their own.
bool has_rates(const ProblemScore& score) {
  return std::any_of(score.methods.begin(), score.methods.end(),
                     [](const MethodScore& method) { return !std::isnan(method.lr); });
}

const char* word_of(Failure failure) {
  if (failure == Failure::too_large) return "too large";
  return failure == Failure::diverged ? "diverged" : "too short";
}

TextTable table_for(const ProblemScore& score) {
  std::vector<TextTable::Column> columns = {{"method", true}, {"median"}, {"25 %"},
                                            {"75 %"},         {"best"},   {"near"}};
  if (!score.metric_name.empty()) columns.push_back({"metric"});
  if (score.has_own_level) columns.push_back({"reached"});
  columns.push_back({"to level"});
  if (score.has_own_level) columns.push_back({"in s"});
  columns.push_back({"CPU s"});
  if (has_rates(score)) columns.push_back({"lr"});
  if (has_settings(score)) columns.push_back({"setting", true});
  return TextTable(columns);
}

std::vector<std::string> row_of(const MethodScore& method, const ProblemScore& score) {
  std::vector<std::string> cells = {method.name};
  const bool is_ranked = method.failure == Failure::none;
  for (const double objective :
       {method.median, method.lower_quartile, method.upper_quartile, method.best})
    cells.push_back(is_ranked ? number_text(objective) : "-");
  if (!is_ranked) cells[1] = word_of(method.failure);
  cells.push_back(fmt::format("{:.0f} %", 100 * method.near_best));
  if (!score.metric_name.empty()) cells.push_back(number_text(method.test_metric));
  if (score.has_own_level) cells.push_back(fmt::format("{:.0f} %", 100 * method.reached));
  cells.push_back(evaluations_text(method.to_level));
  if (score.has_own_level)
    cells.push_back(std::isinf(method.time_to_level) ? "-"
                                                     : fmt::format("{:.2g}", method.time_to_level));
  cells.push_back(fmt::format("{:.3g}", method.seconds));
  if (has_rates(score)) cells.push_back(number_text(method.lr));
  if (has_settings(score)) cells.push_back(method.setting);
  return cells;
}

/// Methods over which the lead of the first is not beyond doubt: its interval reaches down to zero.
std::vector<const MethodScore*> as_good_as_first(const ProblemScore& score) {
  const double nothing = same_objective * std::abs(score.lowest);
  std::vector<const MethodScore*> equals;
  for (std::size_t i = 1; i < score.methods.size(); ++i)
    if (score.methods[i].failure == Failure::none &&
        paired_lead(score.methods[0].objectives, score.methods[i].objectives).low <= nothing)
      equals.push_back(&score.methods[i]);
  return equals;
}

/// A lower objective is worth nothing to predictions that are as good without it.
std::string same_metric(const ProblemScore& score, const MethodScore& other) {
  const auto& first = score.methods.front();
  if (score.metric_name.empty() || number_text(first.test_metric) != number_text(other.test_metric))
    return "";
  return fmt::format("Same test score on {}: {} is {} in the median with {} and with {}. ",
                     score.name, score.metric_name, number_text(first.test_metric), first.name,
                     other.name);
}

/// So much of what the first gains, gained in the second half of its budget, and all may change.
constexpr double much_late_gain = 0.05;

std::string too_short(const ProblemScore& score) {
  if (score.late_gain < much_late_gain) return "";
  return fmt::format(
      "The budget is too short for {}: the lowest made {:.0f} % of its way in the "
      "second half of it; four times as much may change the order. ",
      score.name, 100 * score.late_gain);
}

std::string failures_of(const ProblemScore& score, Failure failure, const char* sentence) {
  std::vector<std::string> names;
  for (const auto& method : score.methods)
    if (method.failure == failure) names.push_back(method.name);
  return names.empty() ? "" : fmt::format("{}: {}.\n", sentence, fmt::join(names, ", "));
}

/// Which is lowest when each has had as much CPU time as the cheapest takes for its budget. Nothing
/// where that is too short for a clock, or for any of them.
std::string order_by_time(const ProblemScore& score) {
  constexpr double shortest = 1e-3;  // seconds of a search
  if (score.seconds < shortest) return "";
  std::vector<const MethodScore*> methods;
  for (const auto& method : score.methods)
    if (method.failure == Failure::none && std::isfinite(method.at_equal_time))
      methods.push_back(&method);
  std::stable_sort(methods.begin(), methods.end(), [](const auto* a, const auto* b) {
    return a->at_equal_time < b->at_equal_time;
  });
  std::vector<std::string> parts;
  for (const auto* method : methods)
    parts.push_back(fmt::format("{} {}", method->name, number_text(method->at_equal_time)));
  return fmt::format("At equal CPU time, {:.2g} s a search: {}.\n", score.seconds,
                     fmt::join(parts, ", "));
}

std::string why_so_many(const ProblemScore& score) {
  if (!score.is_settled) return "";
  return *score.is_settled ? " (auto: enough for what is said below)"
                           : " (auto: the most allowed, and too few to tell all apart)";
}

}  // namespace

std::string table_of(const ProblemScore& score) {
  auto table = table_for(score);
  for (const auto& method : score.methods) table.add(row_of(method, score));
  auto notes = fmt::format(
      "near: seeds within 1 % of the best known, {}; to level: evaluations to reach {}{}",
      number_text(score.lowest), number_text(score.level),
      score.has_own_level ? " in the median, and in s of CPU time; reached: by so many seeds"
                          : ", 0.1 % above the median of restarts");
  if (!score.metric_name.empty()) notes += "; metric: " + score.metric_name + ", median";
  return wrapped(fmt::format(
             "{}: lowest objective ({}, nats), {} seeds{}, {} gradient evaluations a search\n",
             score.name, objective_name, score.methods.front().objectives.size(),
             why_so_many(score), number_text(score.budget))) +
         table.text() + wrapped(notes + "\n") +
         wrapped(failures_of(score, Failure::too_short,
                             "too short, gaining less than a fifth of what the best gains")) +
         wrapped(failures_of(score, Failure::diverged, "diverged, never below the start")) +
         wrapped(failures_of(score, Failure::too_large,
                             "too large, with more parameters than it takes")) +
         wrapped(order_by_time(score));
}

std::string answer_of(const ProblemScore& score) {
  const auto& first = score.methods.front();
  const auto n_seeds = first.objectives.size();
  if (score.methods.size() == 1)
    return fmt::format("On {} only {} took part.\n", score.name, first.name);
  if (n_seeds < 2)
    return fmt::format("On {} {} came lowest with one seed, which says little: give more seeds.\n",
                       score.name, first.name);
  if (score.methods[1].failure != Failure::none)
    return fmt::format("{}On {} use {}: all others failed.\n", too_short(score), score.name,
                       first.name);
  const auto equals = as_good_as_first(score);
  const auto& other = equals.empty() ? score.methods[1] : *equals.front();
  const auto lead = paired_lead(first.objectives, other.objectives);
  const auto how_sure =
      fmt::format("{} nats between their means, 95 % interval {} to {} over {} paired seeds{}",
                  number_text(lead.mean), number_text(lead.low), number_text(lead.high), n_seeds,
                  n_seeds < enough_seeds ? "; so few say little" : "");
  if (equals.empty())
    return fmt::format("{}{}On {} use {}: it beats {}, the next best ({}), and all others.\n",
                       same_metric(score, other), too_short(score), score.name, first.name,
                       other.name, how_sure);
  std::vector<std::string> names = {first.name};
  for (const auto* method : equals) names.push_back(method->name);
  return fmt::format("{}{}On {} these can't be told apart: {} (of the first two: {}).\n",
                     same_metric(score, other), too_short(score), score.name,
                     fmt::join(names, ", "), how_sure);
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
  TextTable table(
      {{fmt::format("over {} problems", scores.size()), true}, {"mean place"}, {"lowest on"}});
  for (const auto& [name, standing] : sorted)
    table.add({name,
               fmt::format("{:.1f}", static_cast<double>(standing.sum_of_places) /
                                         static_cast<double>(scores.size())),
               std::to_string(standing.n_first)});
  return table.text();
}

std::string csv_of(const ComparePlan& plan, const CompareStore& store) {
  std::string text =
      "problem,method,setting,seed,objective,energy,prior_energy,test_metric,evaluations,seconds\n";
  for (std::size_t i = 0; i < plan.n_items(); ++i) {
    const auto item = plan.item(i);
    const auto& method = plan.methods()[item.method];
    if (!store.is_done(i)) continue;  // of seeds that weren't needed
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
      "test_metric,level,evaluations_to_level,seconds,reached,seconds_to_level\n";
  for (const auto& score : scores)
    for (const auto& m : score.methods)
      text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", score.name, m.name,
                          m.setting, m.objectives.size(), m.median, m.lower_quartile,
                          m.upper_quartile, m.best, m.near_best, m.test_metric, score.level,
                          m.to_level, m.seconds, m.reached, m.time_to_level);
  return text;
}

}  // namespace temper
