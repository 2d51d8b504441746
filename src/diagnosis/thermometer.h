#pragma once
// How hot the rungs of a stored run really are, against what they are called.

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "diagnosis/diagnosed_run.h"

namespace temper {

/// What counts as agreement, as a part of T: of means over the parameters, and along the data,
/// where one direction is looked at at a time.
inline constexpr double temperature_tolerance = 0.02;
inline constexpr double data_tolerance = 0.05;

/// One of the temperatures of a rung, over the kept sweeps.
struct Reading {
  /// Standard errors that make it certain: of a hundred good rungs one is then called off by chance
  /// in 0.6 % of the runs. More for theta, whose series are long in memory and their errors less
  /// well known.
  double certain = 4;
  double nominal = 1;                                      ///< T, in (0, inf)
  double mean = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not measured
  double error = 0;                                        ///< standard error of the mean
  double tolerance = temperature_tolerance;

  bool is_known() const { return std::isfinite(mean); }
  double excess() const { return mean / nominal - 1; }  ///< relative

  /// Every known reading is one of three: off, for certain, by more than the tolerance; within it,
  /// and known well enough to say so; or unsure.
  bool is_off() const;
  bool agrees() const;
  bool is_unsure() const { return is_known() && !is_off() && !agrees(); }
  /// How many times as many sweeps would decide it.
  double sweeps_to_tell() const;
};

struct Thermometer {
  std::size_t rung = 0;
  Reading kinetic;           ///< of the momentum, a mean over the parameters
  Reading configurational;   ///< of theta, likewise
  Reading data;              ///< of the momentum, in the directions in which the data act
  double clipped_share = 0;  ///< mean of the stored ones; NaN: nothing is compensated
  /// Likewise, but enough in nine sweeps of ten: it follows the noise of some sixty minibatches.
  double cooling_scale = 1;
  double step_size = 0;

  double nominal() const { return kinetic.nominal; }
  std::vector<Reading> readings() const { return {kinetic, configurational, data}; }
  /// "hot", "cold", "unsure" or "agrees": by the first reading that is off.
  const char* verdict() const;
  bool is_unsure() const;
  /// Those that leave it open. Of theta only where nothing else is measured: it is the noisiest,
  /// and how well theta mixes is judged by what it predicts.
  std::vector<Reading> unsure_readings() const;
};

/// Of each rung with a finite temperature above 0 and at least one reading. Requires 4 kept sweeps.
std::vector<Thermometer> read_thermometers(const DiagnosedRun& run);

}  // namespace temper
