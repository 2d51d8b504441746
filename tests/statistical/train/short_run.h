#pragma once
// A run of the engine in this process, without files: what its kept sweeps saw.

#include <cstdlib>
#include <string>

#include "tempering/rung_energies.h"
#include "train/experiment.h"
#include "train/training.h"

namespace temper {

inline Experiment experiment_of(const std::string& toml) {
  return build_experiment(Config::parse(toml, "test"), Communicator::alone());
}

/// Calls `see(training)` after each kept sweep, before replicas move to their new rungs.
template <class See>
void run_in_memory(Experiment& experiment, const See& see) {
  const auto alone = Communicator::alone();
  Training training(experiment, alone);
  training.start();
  Stopwatch watch;
  while (!training.is_done()) {
    if (training.is_round_due()) training.begin_round();
    const auto sweep = training.sweep(watch);
    if (training.state().sweep >= experiment.run.n_warmup) see(training);
    training.advance(sweep);
  }
}

/// The replica on a rung of a copy, while it is seen.
inline const Move& move_on(Training& training, std::size_t rung, std::size_t copy) {
  const auto& position = training.state();
  return training.moves()[position.replica_at[copy * position.ladder.size() + rung]];
}

/// What estimates are made from.
struct Seen {
  RungEnergies energies;
  Copies first;  ///< theta_0 on rung 0

  Seen(std::size_t n_rungs, std::size_t n_copies)
      : energies{std::vector<double>(n_rungs), std::vector<Copies>(n_rungs, Copies(n_copies))},
        first(n_copies) {}

  void add(Training& training) {
    for (std::size_t rung = 0; rung < energies.beta.size(); ++rung) {
      energies.beta[rung] = training.state().ladder.beta(rung);
      for (std::size_t copy = 0; copy < first.size(); ++copy)
        energies.energy[rung][copy].push_back(move_on(training, rung, copy).replica->energy.U);
    }
    for (std::size_t copy = 0; copy < first.size(); ++copy)
      first[copy].push_back(move_on(training, 0, copy).replica->theta[0]);
  }
};

inline Seen run_and_see(Experiment& experiment) {
  Seen seen(experiment.ladder.size(), experiment.run.n_copies);
  run_in_memory(experiment, [&](Training& training) { seen.add(training); });
  return seen;
}

/// Seeds that a statistical test over runs takes: $TEMPER_SEEDS, 50 by default.
inline std::uint64_t n_seeds() {
  const char* given = std::getenv("TEMPER_SEEDS");
  return given == nullptr ? 50 : std::stoull(given);
}

}  // namespace temper
