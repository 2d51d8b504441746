#include "landscape/survey.h"

#include <algorithm>

#include "base/dot.h"
#include "landscape/clusters.h"

namespace temper {

namespace {

/// Whether two thetas are more than a tenth of their length apart.
bool lie_apart(std::span<const float> a, std::span<const float> b) {
  std::vector<float> difference(a.begin(), a.end());
  for (std::size_t i = 0; i < b.size(); ++i) difference[i] -= b[i];
  return norm_of(difference) > 0.1 * norm_of(a);
}

}  // namespace

std::string name_of(StateSource source) {
  switch (source) {
    case StateSource::best:
      return "best";
    case StateSource::draw:
      return "draw";
    case StateSource::start:
      break;
  }
  return "start";
}

std::size_t Survey::n_clusters() const {
  return cluster_of.empty() ? 0 : *std::max_element(cluster_of.begin(), cluster_of.end()) + 1;
}

std::vector<std::size_t> Survey::representatives() const {
  std::vector<std::size_t> lowest(n_clusters(), minima.size());
  for (std::size_t state = 0; state < minima.size(); ++state) {
    auto& chosen = lowest[cluster_of[state]];
    if (chosen == minima.size() || minima[state].value() < minima[chosen].value()) chosen = state;
  }
  return lowest;
}

std::vector<std::size_t> Survey::landmarks() const {
  constexpr std::size_t n_landmarks = 3;
  auto chosen = representatives();
  chosen.resize(std::min(chosen.size(), n_landmarks));
  std::vector<double> values;
  for (const auto& minimum : minima) values.push_back(minimum.value());
  for (const std::size_t item : by_value(values)) {
    if (chosen.size() == n_landmarks) break;
    const bool is_elsewhere = std::all_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
      return lie_apart(minima[other].theta, minima[item].theta);
    });
    if (is_elsewhere) chosen.push_back(item);
  }
  return chosen;
}

}  // namespace temper
