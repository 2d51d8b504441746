#pragma once
// A point of the landscape with all that is said of it: how high, how flat, what kind.

#include <span>
#include <vector>

#include "landscape/objective.h"
#include "landscape/spectrum.h"

namespace temper {

struct Examined {
  std::vector<float> theta;          ///< [P]
  Energy energy = {};                ///< over all the data
  double gradient_norm = 0;          ///< |grad (U + V)| over all the data, nats a unit of theta
  double gradients = 0;              ///< computed to come here
  std::vector<double> metrics = {};  ///< [metric] as Potential::measure gives them
  Spectrum spectrum = {};            ///< of the examples that the Hessian is made of

  double value() const { return energy.U + energy.V; }
};

/// What the rounding of theta to float32 alone makes of a gradient there: half a unit in the last
/// place of theta times the highest curvature. No search gets below.
double rounding_gradient(const Examined& point);

/// The views of one potential: all of its data, and the examples that Hessians, planes and paths
/// are made of. They are the same for small sets.
struct Views {
  Objective whole;
  Objective sampled;
};

Examined examine(Views& views, std::span<const float> theta, const SpectrumOptions& options);

/// Adds `n` numbers, NaN where there are fewer values.
void append_padded(std::vector<double>& numbers, std::span<const double> values, std::size_t n);

/// How many numbers `pack` makes of a point. Requires `options` of the spectrum.
std::size_t packed_size(std::size_t dim, std::size_t n_metrics, const SpectrumOptions& options);

/// The point as numbers, so that ranks can tell each other; `unpack` gives it back. The vector of
/// the lowest eigenvalue stays behind.
std::vector<double> pack(const Examined& point, const SpectrumOptions& options);
Examined unpack(std::span<const double> numbers, std::size_t dim, std::size_t n_metrics,
                const SpectrumOptions& options);

}  // namespace temper
