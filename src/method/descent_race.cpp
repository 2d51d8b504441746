#include "method/descent_race.h"

#include <algorithm>

#include "statistics/quantile.h"

namespace temper {
namespace {

constexpr double low = 0.25;  ///< share of all ends

}  // namespace

std::size_t winner_of(const std::vector<std::vector<double>>& ends) {
  std::vector<double> all;
  for (const auto& kind : ends) all.insert(all.end(), kind.begin(), kind.end());
  const double height = quantile(all, low) + same_height;
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

std::size_t race(std::vector<Walk>& kinds, double share, LowestEnds& lowest) {
  const auto& search = kinds.front().search();
  const double part = share / static_cast<double>(kinds.size());
  std::vector<std::vector<double>> ends;
  for (auto& kind : kinds)
    ends.push_back(complete_descents(kind, search.progress() + part, lowest));
  const auto winner = winner_of(ends);
  for (auto& walker : lowest.walkers()) kinds[winner].adopt(walker);
  return winner;
}

}  // namespace temper
