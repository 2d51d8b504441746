#include "landscape/survey.h"

#include <algorithm>

namespace temper {

std::string name_of(Source source) {
  switch (source) {
    case Source::best:
      return "best";
    case Source::draw:
      return "draw";
    case Source::start:
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

}  // namespace temper
