#include "landscape/answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "potential/objective.h"
#include "statistics/quantile.h"

namespace temper {
namespace {

/// Number of the metric that is shown: the last of accuracy and rmse, which is the test split's.
std::size_t leading_metric(const std::vector<std::string>& names) {
  std::size_t leading = names.size();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].ends_with("accuracy") || names[i].ends_with("rmse")) leading = i;
  return leading;
}

/// "0.1 … 0.7" of the temperatures at which the states of a cluster were, or "start".
std::string temperatures_of(const Survey& survey, std::size_t cluster) {
  double low = 0, high = 0;
  bool any = false;
  for (std::size_t i = 0; i < survey.states.size(); ++i) {
    const double T = survey.states[i].temperature;
    if (survey.cluster_of[i] != cluster || std::isnan(T)) continue;
    low = any ? std::min(low, T) : T;
    high = any ? std::max(high, T) : T;
    any = true;
  }
  if (!any) return "start only";
  return low == high ? fmt::format("{:.3g}", low) : fmt::format("{:.3g} … {:.3g}", low, high);
}

struct Members {
  std::size_t n = 0, n_starts = 0;
  std::set<std::uint32_t> replicas;
};

Members members_of(const Survey& survey, std::size_t cluster) {
  Members members;
  for (std::size_t i = 0; i < survey.states.size(); ++i) {
    if (survey.cluster_of[i] != cluster) continue;
    ++members.n;
    if (survey.states[i].source == StateSource::start)
      ++members.n_starts;
    else
      members.replicas.insert(survey.states[i].replica);
  }
  return members;
}

std::vector<double> values_of(const std::vector<Examined>& points) {
  std::vector<double> values;
  for (const auto& point : points) values.push_back(point.value());
  return values;
}

/// Empty if every state came down to where its gradient is as good as zero.
std::string unfinished(const Survey& survey, double tolerance) {
  const auto n =
      std::count_if(survey.minima.begin(), survey.minima.end(), [&](const Examined& minimum) {
        return minimum.gradient_norm > std::max(10 * tolerance, rounding_gradient(minimum));
      });
  if (n == 0) return "";
  return fmt::format(
      " {} of them still had a slope when their gradients were spent; give more "
      "--gradients.",
      n);
}

std::string metric_range(const Survey& survey, const std::vector<std::string>& names) {
  const auto metric = leading_metric(names);
  if (metric == names.size()) return "";
  double low = survey.minima.front().metrics[metric], high = low;
  for (const auto& minimum : survey.minima) {
    low = std::min(low, minimum.metrics[metric]);
    high = std::max(high, minimum.metrics[metric]);
  }
  const auto best = survey.minima[survey.representatives().front()].metrics[metric];
  return fmt::format("; {} is {:.4g} there and {:.4g} to {:.4g} over all", names[metric], best, low,
                     high);
}

/// How many different U + V there are, to a ten-thousandth: symmetries of the data make functions
/// that differ equally good.
std::size_t count_heights(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::size_t n = 1;
  double last = values.front();
  for (const double value : values)
    if (value - last > 1e-4 * (1 + std::abs(last))) {
      ++n;
      last = value;
    }
  return n;
}

std::string functions_of(const Survey& survey, bool predicts) {
  const auto n = survey.n_clusters();
  if (!predicts) return fmt::format("{} minim{}", n, n == 1 ? "um" : "a");
  return n == 1 ? "minima that predict the same"
                : fmt::format("{} minima that differ in what they predict", n);
}

std::string minima_answer(const Survey& survey, const std::vector<std::string>& names,
                          double tolerance, std::size_t n_points) {
  const auto values = values_of(survey.minima);
  const double best = *std::min_element(values.begin(), values.end());
  const double worst = *std::max_element(values.begin(), values.end());
  const auto n_best = std::count_if(values.begin(), values.end(), [best](double value) {
    return value - best <= 1e-4 * (1 + std::abs(best));
  });
  const auto N = static_cast<double>(n_points);
  const auto n_heights = count_heights(values);
  const bool has_examples = n_points > 1;
  return fmt::format(
             "Local minima: {} states ended in {}, at {} height{}, {} of them at the lowest; the "
             "median state ends {:.3g} nats{} above it, the worst {:.3g}{}.",
             values.size(), functions_of(survey, has_examples), n_heights,
             n_heights == 1 ? "" : "s", n_best, (quantile(values, 0.5) - best) / N,
             has_examples ? " an example" : "", (worst - best) / N, metric_range(survey, names)) +
         unfinished(survey, tolerance);
}

/// Of the critical points found: how many, and how many of them are no minima.
struct Saddles {
  std::size_t n = 0, n_saddles = 0;
  void add(const Examined& point) {
    ++n;
    n_saddles += point.spectrum.index >= 1;
  }
  std::string share() const { return fmt::format("{} of {}", n_saddles, n); }
};

std::string saddle_answer(const Survey& survey) {
  if (survey.critical.empty()) return "Saddles: not searched for.";
  std::vector<Examined> found;
  for (const auto& critical : survey.critical)
    if (critical.found) found.push_back(critical.point);
  if (found.empty())
    return fmt::format(
        "Saddles: none of {} searches ended at a critical point: their steps were spent, or they "
        "met places that are flat only along their gradient.",
        survey.critical.size());
  const double median = quantile(values_of(found), 0.5);
  Saddles below, above;
  for (const auto& point : found) (point.value() > median ? above : below).add(point);
  return fmt::format(
      "Saddles: {} of {} critical points found by {} searches are saddles: {} above their median "
      "U + V, {} at or below it.",
      below.n_saddles + above.n_saddles, found.size(), survey.critical.size(), above.share(),
      below.share());
}

std::string path_answer(const Survey& survey) {
  std::vector<double> straight, curved;
  for (const auto& drawn : survey.paths) {
    if (drawn.run != 0) continue;
    straight.push_back(barrier_of(drawn.path.straight));
    curved.push_back(barrier_of(drawn.path.curved));
  }
  if (straight.empty()) return "Paths: all states ended in one place.";
  return fmt::format(
      "Paths: between the lowest minima the straight way climbs {:.3g} nats, the curved one {:.3g} "
      "(medians of {}).",
      quantile(straight, 0.5), quantile(curved, 0.5), straight.size());
}

constexpr std::size_t most_rows = 20;

/// "minimum 0: x = -0.558, y = 1.44", a line each; "" if there are many parameters.
std::string places_text(const Survey& survey, const std::vector<std::string>& names) {
  constexpr std::size_t most_named = 10;
  const auto representatives = survey.representatives();
  std::string text;
  if (names.size() > most_named) return text;
  for (std::size_t cluster = 0; cluster < std::min(representatives.size(), most_rows); ++cluster) {
    std::vector<std::string> places;
    const auto& theta = survey.minima[representatives[cluster]].theta;
    for (std::size_t i = 0; i < names.size(); ++i)
      places.push_back(fmt::format("{} = {:.5g}", names[i], theta[i]));
    if (!names.empty()) text += fmt::format("minimum {}: {}\n", cluster, fmt::join(places, ", "));
  }
  return text;
}

}  // namespace

std::string minima_table(const Survey& survey, Potential& potential,
                         const std::vector<std::string>& names) {
  const auto metric_names = potential.metric_names();
  const double constant = prior_constant(potential);
  const auto metric = leading_metric(metric_names);
  const bool has_metric = metric < metric_names.size();
  auto table =
      fmt::format("{:>7} {:>11} {:>11} {:>19} {:>6} {:>6} {:>8} {:>16} {:>10} {:>10} {:>6}\n",
                  "minimum", "objective", "U / N", has_metric ? metric_names[metric] : "", "states",
                  "starts", "replicas", "temperatures", "lowest", "highest", "index");
  const auto representatives = survey.representatives();
  for (std::size_t cluster = 0; cluster < std::min(representatives.size(), most_rows); ++cluster) {
    const auto& point = survey.minima[representatives[cluster]];
    const auto members = members_of(survey, cluster);
    table += fmt::format(
        "{:>7} {:>11.5g} {:>11.4g} {:>19} {:>6} {:>6} {:>8} {:>16} {:>10.3g} {:>10.3g} {:>6.3g}\n",
        cluster, point.value() - constant,
        point.energy.U / static_cast<double>(potential.n_points()),
        has_metric ? fmt::format("{:.4g}", point.metrics[metric]) : "", members.n, members.n_starts,
        members.replicas.size(), temperatures_of(survey, cluster), point.spectrum.lowest.front(),
        point.spectrum.highest.front(), point.spectrum.index);
  }
  table += fmt::format("objective: {}, nats\n", objective_name);
  if (representatives.size() > most_rows)
    table += fmt::format("… and {} more, in landscape.h5\n", representatives.size() - most_rows);
  return table + places_text(survey, names);
}

std::vector<std::string> landscape_answers(const Survey& survey,
                                           const std::vector<std::string>& metric_names,
                                           double tolerance, std::size_t n_points) {
  return {minima_answer(survey, metric_names, tolerance, n_points), saddle_answer(survey),
          path_answer(survey)};
}

}  // namespace temper
