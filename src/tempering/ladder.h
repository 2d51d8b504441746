#pragma once
// The ladder: which temperature each rung has. Rung 0 is the target, the coldest.

#include <cstddef>
#include <vector>

#include "potential/tempered.h"

namespace temper {

class Section;

struct Ladder {
  Tempering tempering = Tempering::posterior;
  std::vector<double> temperature;  ///< [R], strictly rising, in [0, inf]
  std::vector<double> step_size;    ///< [R], the kernel's on each rung

  std::size_t size() const { return temperature.size(); }
  Target target(std::size_t rung) const { return {temperature[rung], tempering}; }
  double beta(std::size_t rung) const { return target(rung).beta(); }
};

/// What [ladder] asks for. Either temperatures or noise levels are given, never both; noise levels
/// become temperatures by the kernel's conversion (docs/methods.md, 3), which the ladder can't
/// know.
struct LadderOptions {
  Tempering tempering = Tempering::posterior;
  std::vector<double> temperatures;  ///< [R]; of the pilot if the number of rungs is not given
  std::vector<double> noise_levels;  ///< [R] or empty
  bool noise_is_range = false;       ///< noise levels are spread between two, as temperatures are
  bool auto_rungs = false;           ///< R is to be found by a pilot run between the same ends
  bool adapt = true;                 ///< equalise rejection in warm-up (docs/methods.md, 7)
};

/// Rungs of the pilot run for rungs = "auto".
inline constexpr std::size_t pilot_rungs = 8;

/// Reads [ladder]: rungs, t_min, t_max | rungs, noise_min, noise_max | temperatures | noise_levels;
/// tempering; adapt. Throws
/// UsageError if values contradict each other or temperatures do not rise strictly.
/// @param is_planned  rungs are "auto" by default, since a plan is made anyway
LadderOptions read_ladder(const Section& section, bool is_planned = false);

/// R temperatures with a constant ratio between neighbours; T_max = inf is reached through
/// beta_k = beta_0 (1 - k/(R-1))^3, which crowds rungs near the prior, where U varies most.
std::vector<double> spread_temperatures(double t_min, double t_max, std::size_t n_rungs);

}  // namespace temper
