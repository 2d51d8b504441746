#pragma once
// Walkers on a ladder of temperatures: all take steps, then neighbours may exchange rungs.

#include <vector>

#include "method/walk.h"
#include "tempering/tempered_ensemble.h"

namespace temper {

class LadderWalk {
 public:
  /// @param walkers       one for each rung, coldest first
  /// @param temperatures  [R], strictly rising, above 0
  LadderWalk(Walk& walk, std::vector<Walker> walkers, const std::vector<double>& temperatures);

  /// Steps of every walker, a look at each, and a swap phase.
  void sweep(std::uint64_t n_steps);

  /// One swap phase on U + V over all the data. Requires the walkers' energies.
  void swap_rungs();

  /// In no order: a walker's temperature tells its rung. Whoever moves one must leave its energy.
  std::vector<Walker>& walkers() { return walkers_; }

  /// Puts a walker on the hottest rung, in place of the one that is there.
  void feed(Walker walker);

  /// The lowest state that each place of the ladder's walkers has seen at the end of a sweep, as
  /// walkers at T = 0.
  std::vector<Walker> best_states();

 private:
  std::vector<double> energies() const;
  void renew_diverged();
  std::vector<Replica*> replicas();
  void take_temperatures();  ///< walkers, those of their rungs

  Walk& walk_;
  std::vector<Walker> walkers_;
  std::vector<Walker> bests_;
  LadderState at_;
  TemperedEnsemble ensemble_;
  std::unique_ptr<SwapTest> test_;
  std::uint32_t n_sweeps_ = 0;
};

}  // namespace temper
