#include "landscape/plane.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/dot.h"

namespace temper {
namespace {

std::size_t size_of(const ParameterBlock& block) {
  return std::accumulate(block.shape.begin(), block.shape.end(), std::size_t{1},
                         std::multiplies<>());
}

/// Gives `direction`, unless it is zero, the length of `weights`.
void fit_length(std::span<float> direction, std::span<const float> weights) {
  const double length = norm_of(direction);
  const double ratio = length == 0 ? 0 : norm_of(weights) / length;
  for (float& value : direction) value = static_cast<float>(ratio * value);
}

/// n places from `low` to `high`, both ends among them.
std::vector<double> even_places(double low, double high, std::size_t n) {
  std::vector<double> places;
  for (std::size_t i = 0; i < n; ++i)
    places.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1));
  return places;
}

std::vector<float> difference(std::span<const float> a, std::span<const float> b) {
  std::vector<float> result(a.begin(), a.end());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] -= b[i];
  return result;
}

}  // namespace

std::vector<float> Plane::at(double x_place, double y_place) const {
  std::vector<float> theta(origin.size());
  for (std::size_t i = 0; i < theta.size(); ++i)
    theta[i] = static_cast<float>(origin[i] + x_place * x_axis[i] + y_place * y_axis[i]);
  return theta;
}

std::vector<float> filter_normalised(std::span<const float> theta,
                                     const std::vector<ParameterBlock>& layout, const RngKey& key) {
  Rng rng(key);
  std::vector<float> direction(theta.size(), 0.0f);
  bool moves = false;
  for (const auto& block : layout) {
    if (block.shape.size() < 2) continue;
    const std::size_t n_units = block.shape.front(), n_weights = size_of(block) / n_units;
    for (std::size_t unit = 0; unit < n_units; ++unit) {
      const auto filter = std::span(direction).subspan(block.offset + unit * n_weights, n_weights);
      for (float& value : filter) value = static_cast<float>(rng.normal());
      fit_length(filter, theta.subspan(block.offset + unit * n_weights, n_weights));
    }
    moves = true;
  }
  if (moves) return direction;
  for (float& value : direction) value = static_cast<float>(rng.normal());
  fit_length(direction, theta);
  return direction;
}

Plane random_plane(std::span<const float> theta, const std::vector<ParameterBlock>& layout,
                   std::size_t n, RngKey key) {
  Plane plane;
  plane.origin.assign(theta.begin(), theta.end());
  key.step = 0;
  plane.x_axis = filter_normalised(theta, layout, key);
  key.step = 1;
  plane.y_axis = filter_normalised(theta, layout, key);
  plane.x = plane.y = even_places(-1, 1, n);
  return plane;
}

Plane plane_through(std::span<const float> a, std::span<const float> b, std::span<const float> c,
                    std::size_t n) {
  constexpr double margin = 0.3;
  Plane plane;
  plane.origin.assign(a.begin(), a.end());
  plane.x_axis = difference(b, a);
  plane.y_axis = difference(c, a);
  const double c_x = dot(plane.y_axis, plane.x_axis) / dot(plane.x_axis, plane.x_axis);
  for (std::size_t i = 0; i < a.size(); ++i)
    plane.y_axis[i] -= static_cast<float>(c_x * plane.x_axis[i]);
  const double c_y = norm_of(plane.y_axis) / norm_of(plane.x_axis);
  fit_length(plane.y_axis, plane.x_axis);
  plane.x = even_places(std::min(0.0, c_x) - margin, std::max(1.0, c_x) + margin, n);
  plane.y = even_places(-margin, c_y + margin, n);
  return plane;
}

Plane parameter_plane(const std::vector<std::vector<float>>& thetas, std::size_t n) {
  constexpr double margin = 0.1;
  const auto places = [&](std::size_t parameter) {
    const auto [lowest, highest] = std::ranges::minmax_element(
        thetas, {}, [&](const std::vector<float>& theta) { return theta[parameter]; });
    const double low = (*lowest)[parameter], high = (*highest)[parameter];
    const double beyond = high > low ? margin * (high - low) : 1;
    return even_places(low - beyond, high + beyond, n);
  };
  return {{0, 0}, {1, 0}, {0, 1}, places(0), places(1)};
}

PlanePlace place_on(const Plane& plane, std::span<const float> theta) {
  const auto from_origin = difference(theta, plane.origin);
  return {dot(from_origin, plane.x_axis) / dot(plane.x_axis, plane.x_axis),
          dot(from_origin, plane.y_axis) / dot(plane.y_axis, plane.y_axis)};
}

std::vector<double> plane_row(Objective& objective, const Plane& plane, std::size_t row) {
  std::vector<double> values;
  for (const double x : plane.x) values.push_back(objective.value(plane.at(x, plane.y[row])));
  return values;
}

}  // namespace temper
