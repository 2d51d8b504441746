#include "train/pilot_run.h"

#include <algorithm>

#include "tempering/barrier.h"
#include "tempering/pilot.h"
#include "train/training.h"

namespace temper {
namespace {

/// Sweeps of the pilot, half of them warm-up: enough for a variance within a third or so.
constexpr std::uint64_t most_pilot_sweeps = 100;

RunOptions pilot_options(const RunOptions& run) {
  auto pilot = run;
  pilot.n_copies = 1;
  pilot.thin = 1;  // so that there are energies in every sweep, whatever the swap test needs
  pilot.n_warmup = std::clamp<std::uint64_t>(run.n_total() / 4, 2, most_pilot_sweeps / 2);
  pilot.n_sweeps = pilot.n_warmup;
  return pilot;
}

/// Adds up the energies that each rung has had in kept sweeps.
class MomentSums {
 public:
  explicit MomentSums(std::size_t n_rungs) : n_(n_rungs), sum_(n_rungs), square_(n_rungs) {}

  void add(const std::vector<double>& energy, const std::vector<std::int32_t>& rung_of) {
    for (std::size_t replica = 0; replica < energy.size(); ++replica) {
      const auto rung = static_cast<std::size_t>(rung_of[replica]);
      n_[rung] += 1;
      sum_[rung] += energy[replica];
      square_[rung] += energy[replica] * energy[replica];
    }
  }

  std::vector<EnergyMoments> moments(const Ladder& ladder) const {
    std::vector<EnergyMoments> moments;
    for (std::size_t rung = 0; rung < n_.size(); ++rung) {
      const double mean = sum_[rung] / n_[rung];
      moments.push_back({ladder.beta(rung), mean, square_[rung] / n_[rung] - mean * mean});
    }
    return moments;
  }

 private:
  std::vector<double> n_, sum_, square_;
};

}  // namespace

std::size_t rungs_by_pilot(Experiment& experiment) {
  const auto run = experiment.run;
  experiment.run = pilot_options(run);
  const auto alone = Communicator::alone();
  Training pilot(experiment, alone);
  pilot.start();
  Stopwatch watch;
  MomentSums sums(experiment.ladder.size());
  RejectionRates rejection(experiment.ladder.size());
  while (!pilot.is_done()) {
    if (pilot.is_round_due()) pilot.begin_round();
    const auto sweep = pilot.sweep(watch);
    if (pilot.state().sweep >= experiment.run.n_warmup) {
      sums.add(sweep.report.tempered(experiment.ladder.tempering), sweep.rung_of);
      rejection.add(sweep.phase.swaps);
    }
    pilot.advance(sweep);
  }
  experiment.run = run;
  return recommended_rungs(
      predicted_barrier(sums.moments(pilot.state().ladder), rejection.metropolis_rates()));
}

}  // namespace temper
