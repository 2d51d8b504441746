#pragma once
// A problem with one parameter, as a curve that can be drawn: all minima can be seen.

#include <vector>

#include "potential/potential.h"

namespace temper {

struct CompareLine {
  static constexpr std::size_t n_places = 301;
  static constexpr std::size_t n_minibatches = 12;
  static constexpr std::size_t batch = 32;  ///< examples of a minibatch, or all if there are fewer

  std::vector<double> place;      ///< [n_places] of the parameter, over all of 1,000 starts
  std::vector<double> objective;  ///< [n_places] U + V less V at 0, nats
  std::vector<std::vector<double>> minibatch;  ///< [n_minibatches][n_places] the same, from one

  /// Whether downhill from x lies the lowest of all minima on the line.
  bool leads_to_lowest(double x) const;

  /// Where that is.
  double lowest_place() const;

 private:
  std::size_t bottom_below(std::size_t i) const;
};

/// Requires P = 1. @param seed  of starts and minibatches
CompareLine look_along_line(Potential& potential, std::uint64_t seed);

}  // namespace temper
