#pragma once
// Planes through parameter space on which the objective is drawn.
//
// Sources: Li, Xu, Taylor, Studer and Goldstein, "Visualizing the loss landscape of neural nets",
// NeurIPS 2018, section 4 (filter-normalised directions); Garipov et al., "Loss surfaces, mode
// connectivity, and fast ensembling of DNNs", NeurIPS 2018, appendix A.2 (through three points).

#include <span>
#include <vector>

#include "landscape/objective.h"
#include "random/rng.h"

namespace temper {

/// theta = origin + x x_axis + y y_axis.
struct Plane {
  std::vector<float> origin, x_axis, y_axis;  ///< [P]
  std::vector<double> x, y;                   ///< where values are computed

  std::vector<float> at(double x_place, double y_place) const;
};

/// Normal random numbers, scaled so that the weights into each unit (the rows of a block) have the
/// length that they have in theta. Biases and scales, blocks with one axis, don't move, unless
/// there is nothing else.
std::vector<float> filter_normalised(std::span<const float> theta,
                                     const std::vector<ParameterBlock>& layout, const RngKey& key);

/// Two such directions from theta; x and y in [-1, 1], where 1 is as far as theta is long.
/// @param key  of the directions: its step is used for which of the two
Plane random_plane(std::span<const float> theta, const std::vector<ParameterBlock>& layout,
                   std::size_t n, RngKey key);

/// With a at (0, 0), b at (1, 0) and c above them; axes at right angles and of equal length.
Plane plane_through(std::span<const float> a, std::span<const float> b, std::span<const float> c,
                    std::size_t n);

/// Of two parameters: theta itself, x the first and y the second, as far as these points lie, and a
/// margin. @param thetas  at least one
Plane parameter_plane(const std::vector<std::vector<float>>& thetas, std::size_t n);

/// Where theta lies over a plane whose axes are at right angles.
struct PlanePlace {
  double x = 0, y = 0;
};
PlanePlace place_on(const Plane& plane, std::span<const float> theta);

/// U + V of one row. @returns [x]
std::vector<double> plane_row(Objective& objective, const Plane& plane, std::size_t row);

}  // namespace temper
