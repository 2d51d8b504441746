#pragma once
// The way from one minimum to another: straight, and along a curve bent to stay low.
//
// Source: Garipov et al., "Loss surfaces, mode connectivity, and fast ensembling of DNNs", NeurIPS
// 2018, section 3: a quadratic Bezier curve
//
//   phi(t) = (1 - t)² a + 2 t (1 - t) bend + t² b
//
// whose bend minimises the mean of U + V along t. They do it by SGD at random t; here L-BFGS does
// it on even places, and the energies are then taken on a finer grid.

#include <cstdint>
#include <span>
#include <vector>

#include "landscape/objective.h"

namespace temper {

struct PathOptions {
  std::size_t n_places = 33;        ///< where energies are taken, both ends among them
  std::size_t n_trained = 11;       ///< places between the ends whose mean is minimised
  std::uint64_t most_rounds = 200;  ///< each a gradient at every trained place
};

struct Path {
  std::vector<float> bend;       ///< [P]
  std::vector<double> straight;  ///< [place] U + V on the line, at t = 0 … 1
  std::vector<double> curved;    ///< [place] and on the curve
};

/// phi(t).
std::vector<float> on_curve(std::span<const float> a, std::span<const float> bend,
                            std::span<const float> b, double t);

Path find_path(Objective& objective, std::span<const float> a, std::span<const float> b,
               const PathOptions& options);

/// How far the way goes above the higher of its ends, nats.
double barrier_of(std::span<const double> energies);

}  // namespace temper
