#include "landscape/path.h"

#include <algorithm>

#include "landscape/descent.h"

namespace temper {
namespace {

std::vector<float> middle_of(std::span<const float> a, std::span<const float> b) {
  std::vector<float> middle;
  for (std::size_t i = 0; i < a.size(); ++i) middle.push_back((a[i] + b[i]) / 2);
  return middle;
}

/// Mean of U + V over the trained places, with its gradient by the bend.
Slope mean_along(Objective& objective, std::span<const float> a, std::span<const float> b,
                 std::size_t n) {
  return [&objective, a, b, n](std::span<const float> bend, std::span<float> gradient) {
    std::vector<float> at_place(bend.size());
    std::fill(gradient.begin(), gradient.end(), 0.0f);
    double mean = 0;
    for (std::size_t place = 1; place <= n; ++place) {
      const double t = static_cast<double>(place) / static_cast<double>(n + 1);
      mean += objective.gradient(on_curve(a, bend, b, t), at_place) / static_cast<double>(n);
      const double share = 2 * t * (1 - t) / static_cast<double>(n);
      for (std::size_t i = 0; i < gradient.size(); ++i)
        gradient[i] += static_cast<float>(share * at_place[i]);
    }
    return mean;
  };
}

std::vector<double> energies_along(Objective& objective, std::span<const float> a,
                                   std::span<const float> bend, std::span<const float> b,
                                   std::size_t n) {
  std::vector<double> energies;
  for (std::size_t place = 0; place < n; ++place) {
    const double t = static_cast<double>(place) / static_cast<double>(n - 1);
    energies.push_back(objective.value(on_curve(a, bend, b, t)));
  }
  return energies;
}

}  // namespace

std::vector<float> on_curve(std::span<const float> a, std::span<const float> bend,
                            std::span<const float> b, double t) {
  std::vector<float> theta(a.size());
  for (std::size_t i = 0; i < theta.size(); ++i)
    theta[i] =
        static_cast<float>((1 - t) * (1 - t) * a[i] + 2 * t * (1 - t) * bend[i] + t * t * b[i]);
  return theta;
}

Path find_path(Objective& objective, std::span<const float> a, std::span<const float> b,
               const PathOptions& options) {
  const auto middle = middle_of(a, b);  // the curve is then the line
  const auto descent =
      descend(mean_along(objective, a, b, options.n_trained), middle, {options.most_rounds, 0});
  return {descent.theta, energies_along(objective, a, middle, b, options.n_places),
          energies_along(objective, a, descent.theta, b, options.n_places)};
}

double barrier_of(std::span<const double> energies) {
  const double highest = *std::max_element(energies.begin(), energies.end());
  return highest - std::max(energies.front(), energies.back());
}

}  // namespace temper
