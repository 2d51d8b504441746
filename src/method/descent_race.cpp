#include "method/descent_race.h"

#include <algorithm>
#include <utility>

#include "statistics/quantile.h"

namespace temper {
namespace {

constexpr double low = 0.25;  ///< share of all ends

/// Ends of all kinds but one; of all, where `kind` is none of them.
std::vector<double> ends_beside(const std::vector<std::vector<double>>& ends, std::size_t kind) {
  std::vector<double> others;
  for (std::size_t other = 0; other < ends.size(); ++other)
    if (other != kind) others.insert(others.end(), ends[other].begin(), ends[other].end());
  return others;
}

bool is_below_all_others(const std::vector<std::vector<double>>& ends, std::size_t kind) {
  const auto others = ends_beside(ends, kind);
  const double lowest = *std::min_element(others.begin(), others.end());
  return quantile(ends[kind], 0.5) < lowest - same_height;
}

std::size_t with_most_low_ends(const std::vector<std::vector<double>>& ends) {
  const double height = quantile(ends_beside(ends, ends.size()), low) + same_height;
  const auto key = [&](const std::vector<double>& kind) {
    const auto n_low =
        std::count_if(kind.begin(), kind.end(), [&](double end) { return end <= height; });
    return std::pair(-n_low, quantile(kind, 0.5));
  };
  const auto winner =
      std::min_element(ends.begin(), ends.end(),
                       [&](const auto& one, const auto& other) { return key(one) < key(other); });
  return static_cast<std::size_t>(winner - ends.begin());
}

/// Lets a kind's descent that was cut short go on, if it is below half of the others' ends.
void go_on(Walk& kind, std::optional<Walker>& walker, double end, const std::vector<double>& others,
           double& own_end, LowestEnds& lowest) {
  if (!walker || walker->objective() > quantile(others, 0.5)) return;
  const bool has_arrived = descend(kind, *walker, end);
  own_end = walker->objective();
  lowest.add(*walker);
  if (has_arrived) walker.reset();
}

}  // namespace

std::size_t winner_of(const std::vector<std::vector<double>>& ends) {
  for (std::size_t kind = 0; kind < ends.size(); ++kind)
    if (is_below_all_others(ends, kind)) return kind;
  return with_most_low_ends(ends);
}

Winner race(std::vector<Walk>& kinds, double share, LowestEnds& lowest) {
  const auto& search = kinds.front().search();
  const double part = share / static_cast<double>(kinds.size());
  std::vector<std::vector<double>> ends;
  std::vector<std::optional<Walker>> unfinished;
  for (auto& kind : kinds) {
    auto descents = complete_descents(kind, search.progress() + part, lowest);
    ends.push_back(std::move(descents.ends));
    unfinished.push_back(std::move(descents.unfinished));
  }
  for (std::size_t i = 0; i < kinds.size(); ++i)
    go_on(kinds[i], unfinished[i], search.progress() + share, ends_beside(ends, i), ends[i].back(),
          lowest);
  const auto winner = winner_of(ends);
  for (auto& walker : lowest.walkers()) kinds[winner].adopt(walker);
  return {winner, std::move(unfinished[winner])};
}

}  // namespace temper
