#pragma once
// How much of a landscape is looked at.

#include <cstdint>

#include "app/arguments.h"
#include "config/config.h"
#include "landscape/critical_point.h"
#include "landscape/path.h"
#include "landscape/polish.h"

namespace temper {

struct LandscapeOptions {
  std::size_t n_states = 0;    ///< best states and draws that are polished
  std::size_t n_descents = 0;  ///< starting points that are
  std::size_t n_searches = 0;  ///< for critical points
  std::size_t n_grid = 0;      ///< places along each side of a plane; 0: no planes
  std::size_t n_examples = 0;  ///< that Hessians, planes and paths are made of; at most N
  double same = 0;             ///< minima that differ by less are one
  double tolerance = 0;        ///< a gradient of this norm is as good as zero, nats
  PolishOptions polish;
  CriticalSearch critical;
  PathOptions path;
};

std::vector<Flag> landscape_flags();

/// From the flags; what they leave open fits the size of the potential. Throws UsageError.
LandscapeOptions read_landscape_options(const Arguments& arguments, const Potential& potential);

}  // namespace temper
