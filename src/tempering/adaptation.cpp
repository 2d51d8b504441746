#include "tempering/adaptation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "tempering/monotone_cubic.h"

namespace temper {

std::vector<std::uint64_t> round_first_sweeps(std::uint64_t n_warmup, Adapts adapts) {
  constexpr std::uint64_t shortest_round = 8;  // each pair is proposed every other sweep
  std::vector<std::uint64_t> first = {0};
  if (adapts == Adapts::nothing || n_warmup == 0) return first;
  first.push_back(n_warmup);
  if (adapts == Adapts::ladder)
    for (auto start = n_warmup / 2; start >= shortest_round; start /= 2) first.push_back(start);
  std::sort(first.begin(), first.end());
  return first;
}

std::vector<double> equal_weights(const std::vector<double>& temperature,
                                  const std::vector<double>& weight) {
  // Pairs without any would make the interpolation's abscissae coincide.
  constexpr double least_weight = 1e-4;
  const std::size_t n_rungs = temperature.size();
  if (n_rungs < 3) return temperature;
  std::vector<double> cumulated(n_rungs, 0.0), beta(n_rungs);
  for (std::size_t k = 0; k < n_rungs; ++k) beta[k] = 1 / temperature[k];
  for (std::size_t k = 0; k + 1 < n_rungs; ++k) {
    if (std::isnan(weight[k])) return temperature;
    cumulated[k + 1] = cumulated[k] + std::max(weight[k], least_weight);
  }
  const MonotoneCubic beta_at(cumulated, beta);
  auto adapted = temperature;
  for (std::size_t k = 1; k + 1 < n_rungs; ++k)
    adapted[k] =
        1 / beta_at(cumulated.back() * static_cast<double>(k) / static_cast<double>(n_rungs - 1));
  return adapted;
}

}  // namespace temper
