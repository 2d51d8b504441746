#pragma once
// How hot the rungs of a stored run really are, against what they are called.

#include <cstddef>
#include <limits>
#include <vector>

#include "diagnosis/diagnosis.h"

namespace temper {

/// What counts as agreement: a part of T.
inline constexpr double temperature_tolerance = 0.02;

/// One of the two temperatures of a rung, over the kept sweeps.
struct Reading {
  /// Standard errors that make it certain: more for theta, whose series are long in memory and
  /// their errors less well known.
  double certain = 3;
  double nominal = 1;                                      ///< T, in (0, inf)
  double mean = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not measured
  double error = 0;                                        ///< standard error of the mean

  bool is_known() const { return mean == mean; }
  double excess() const { return mean / nominal - 1; }  ///< relative

  /// Off by more than the tolerance, for certain.
  bool is_off() const;
  /// Not off, but its error is too large to tell the tolerance.
  bool is_unsure() const;
  /// The error over the one that tells the tolerance.
  double vagueness() const { return 2 * error / (temperature_tolerance * nominal); }
};

struct Thermometer {
  std::size_t rung = 0;
  Reading kinetic, configurational;
  double clipped_share = 0;  ///< mean of the stored ones; NaN: nothing is compensated
  /// Likewise, but enough in nine sweeps of ten: it follows the noise of some sixty minibatches.
  double cooling_scale = 1;
  double step_size = 0;

  double nominal() const { return kinetic.nominal; }
  /// "hot", "cold", "unsure" or "agrees": by the momentum's reading if it is off, else by theta's.
  const char* verdict() const;
  bool is_unsure() const;
};

/// Of each rung with a finite temperature above 0 and at least one reading. Requires 4 kept sweeps.
std::vector<Thermometer> read_thermometers(const DiagnosedRun& run);

}  // namespace temper
