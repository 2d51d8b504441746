#include "train/pilot_run.h"

#include <algorithm>
#include <cmath>

#include "tempering/barrier.h"
#include "train/training.h"

namespace temper {
namespace {

RunOptions options_of_pilot(const RunOptions& run, const PilotOptions& options) {
  auto pilot = run;
  pilot.n_copies = 1;
  pilot.thin = 1;  // so that there are energies in every sweep, whatever the swap test needs
  pilot.steps = options.steps;
  pilot.n_warmup = options.n_sweeps / 2;
  pilot.n_sweeps = options.n_sweeps - pilot.n_warmup;
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

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto n = static_cast<double>(x.size());
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) mean_x += x[i] / n, mean_y += y[i] / n;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xx += (x[i] - mean_x) * (x[i] - mean_x);
    yy += (y[i] - mean_y) * (y[i] - mean_y);
    xy += (x[i] - mean_x) * (y[i] - mean_y);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

/// Energies of replicas before and after a sweep of exploring, by the rung that explored.
class Memory {
 public:
  explicit Memory(const Ladder& ladder) : before_(ladder.size()), after_(ladder.size()) {
    is_forgetful_ = std::isinf(ladder.temperature.back());
  }

  void add(const std::vector<double>& energy, const std::vector<std::int32_t>& rung_of) {
    for (std::size_t replica = 0; replica < last_.size(); ++replica) {
      const auto rung = static_cast<std::size_t>(rung_of[replica]);
      before_[rung].push_back(last_[replica]);
      after_[rung].push_back(energy[replica]);
    }
    last_ = energy;
  }

  /// Fresh draws from the prior remember nothing, and don't count.
  std::vector<double> by_rung() const {
    std::vector<double> memory;
    for (std::size_t k = 0; k + (is_forgetful_ ? 1 : 0) < before_.size(); ++k)
      memory.push_back(correlation(before_[k], after_[k]));
    return memory;
  }

 private:
  std::vector<std::vector<double>> before_, after_;  ///< [rung][visit]
  std::vector<double> last_;
  bool is_forgetful_ = false;
};

/// The kinetic temperature along the data, by rung: means of sweeps, nearly independent.
class HeatSums {
 public:
  explicit HeatSums(std::size_t n_rungs) : n_(n_rungs), sum_(n_rungs), square_(n_rungs) {}

  void add(const std::vector<double>& temperature, const std::vector<std::int32_t>& rung_of,
           const Ladder& ladder) {
    for (std::size_t replica = 0; replica < temperature.size(); ++replica) {
      const auto rung = static_cast<std::size_t>(rung_of[replica]);
      const double excess = temperature[replica] / ladder.temperature[rung] - 1;
      if (!std::isfinite(excess) || std::isinf(ladder.temperature[rung])) continue;
      n_[rung] += 1;
      sum_[rung] += excess;
      square_[rung] += excess * excess;
    }
  }

  ExcessHeat surest() const {
    ExcessHeat surest;
    for (std::size_t rung = 0; rung < n_.size(); ++rung) {
      if (n_[rung] < 2) continue;
      const double mean = sum_[rung] / n_[rung];
      const double variance = std::max(0.0, square_[rung] / n_[rung] - mean * mean);
      const ExcessHeat heat{mean, std::sqrt(variance / (n_[rung] - 1))};
      if (heat.surely() > surest.surely()) surest = heat;
    }
    return surest;
  }

 private:
  std::vector<double> n_, sum_, square_;
};

PilotFindings look(Training& pilot, const Experiment& experiment) {
  const auto& ladder = experiment.ladder;
  MomentSums sums(ladder.size());
  RejectionRates rejection(ladder.size());
  Memory memory(ladder);
  HeatSums heat(ladder.size());
  Stopwatch watch;
  while (!pilot.is_done()) {
    if (pilot.is_round_due()) pilot.begin_round();
    const auto sweep = pilot.sweep(watch);
    if (pilot.state().sweep >= experiment.run.n_warmup) {
      const auto energy = sweep.report.tempered(ladder.tempering);
      sums.add(energy, sweep.rung_of);
      rejection.add(sweep.phase.swaps);
      memory.add(energy, sweep.rung_of);
      heat.add(sweep.report.data_temperature, sweep.rung_of, pilot.state().ladder);
    }
    pilot.advance(sweep);
  }
  return {sums.moments(pilot.state().ladder), rejection.metropolis_rates(), memory.by_rung(),
          heat.surest()};
}

}  // namespace

double PilotFindings::usual_memory() const {
  if (memory.empty()) return 0;
  auto sorted = memory;
  std::sort(sorted.begin(), sorted.end());
  return sorted[sorted.size() / 2];
}

void PilotFindings::raise_steps(double factor) {
  for (double& m : memory) m = std::pow(std::max(0.0, m), factor);
}

void PilotFindings::shorten_steps(double scale, double factor) {
  raise_steps(scale * factor);
  heat = {scale * heat.excess, scale * heat.error};
}

PilotFindings run_pilot(Experiment& experiment, const PilotOptions& options,
                        const Communicator& world) {
  const auto run = experiment.run;
  experiment.run = options_of_pilot(run, options);
  Training pilot(experiment, world);
  pilot.start();
  auto findings = look(pilot, experiment);
  experiment.run = run;
  return findings;
}

}  // namespace temper
