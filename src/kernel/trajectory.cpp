#include "kernel/trajectory.h"

#include <algorithm>
#include <utility>

#include "kernel/thermal.h"
#include "kernel/vectors.h"
#include "random/blocks.h"

namespace temper {

double read_jitter(const Section& options) {
  return options.number(
      "jitter", {.fallback = 0.2,
                 .min = 0,
                 .max = 1,
                 .below_max = true,
                 .help = "share of the step by which each trajectory's step may differ from it"});
}

bool read_metric(const Section& options) {
  return options.choice("metric", {"unit", "diagonal"}, "unit",
                        "diagonal: each parameter has a step of its own on each rung, found in "
                        "warm-up from its gradients") == "diagonal";
}

Trajectory::Trajectory(const Section& options, const TrajectoryOptions& trajectory,
                       Integrator integrator, std::unique_ptr<Dynamics> dynamics)
    : section_(options),
      options_(trajectory),
      integrator_(std::move(integrator)),
      dynamics_(std::move(dynamics)) {}

void Trajectory::prepare(const Potential& potential, std::size_t max_group) {
  dynamics_->refuse_dim(potential.dim());
  const Floats empty(potential.dim());
  known_.prepare(max_group);
  flights_.assign(max_group, Flight{empty, empty, empty, empty, {}, {}});
  tasks_.resize(max_group);
}

void Trajectory::step(std::span<Move> group, const StepKey& key, Potential& potential) {
  known_.learn(group, potential);
  for (std::size_t i = 0; i < group.size(); ++i)
    take_off(group[i], key.rng(group[i].replica->id), flights_[i]);
  for (std::size_t s = 0; s < options_.length; ++s) fly(group, potential);
  for (std::size_t i = 0; i < group.size(); ++i)
    land(group[i], key.rng(group[i].replica->id), flights_[i]);
}

void Trajectory::take_off(Move& move, const RngKey& key, Flight& flight) const {
  const Replica& replica = *move.replica;
  move.sums.add_configurational(move.target.temperature *
                                configurational_temperature(replica, replica.slots[0]));
  std::copy(replica.theta.begin(), replica.theta.end(), flight.theta.begin());
  std::copy(replica.slots[0].begin(), replica.slots[0].end(), flight.gradient.begin());
  dynamics_->refresh(key, flight.velocity);
  flight.step =
      move.step_size * (1 + options_.jitter * (2 * Rng(key, coin_block + 1).uniform() - 1));
  flight.growth = 0;
  flight.scale = move.scale;
}

/// One step of the integrator.
void Trajectory::fly(std::span<const Move> group, Potential& potential) {
  for (std::size_t k = 0; k < integrator_.drifts.size(); ++k) {
    kick(group.size(), integrator_.kicks[k]);
    drift(group.size(), integrator_.drifts[k]);
    for (std::size_t i = 0; i < group.size(); ++i)
      tasks_[i] = {flights_[i].theta, {}, group[i].target.weights(), flights_[i].gradient, {}};
    evaluate(std::span(tasks_).first(group.size()), potential);
  }
  kick(group.size(), integrator_.kicks.back());
  for (std::size_t i = 0; i < group.size(); ++i) flights_[i].energy = tasks_[i].energy;
}

void Trajectory::kick(std::size_t n_flights, double share) {
  for (auto& flight : std::span(flights_).first(n_flights)) {
    std::span<const float> force = flight.gradient;
    if (!flight.scale.empty()) {
      multiply(flight.scale, flight.gradient, flight.force);
      force = flight.force;
    }
    flight.growth += dynamics_->kick(share * flight.step, force, flight.velocity);
  }
}

void Trajectory::drift(std::size_t n_flights, double share) {
  for (auto& flight : std::span(flights_).first(n_flights)) {
    const auto step = static_cast<float>(share * flight.step);
    if (flight.scale.empty())
      add_scaled(step, flight.velocity, flight.theta);
    else
      add_product(step, flight.scale, flight.velocity, flight.theta);
  }
}

void Trajectory::land(Move& move, const RngKey& key, const Flight& flight) const {
  Replica& replica = *move.replica;
  const Weights weights = move.target.weights();
  const double change = weights.U * (flight.energy.U - replica.energy.U) +
                        weights.V * (flight.energy.V - replica.energy.V) + flight.growth;
  Rng coin(key, coin_block);
  if (!accept(-change, coin, move.sums)) return;
  std::copy(flight.theta.begin(), flight.theta.end(), replica.theta.begin());
  std::copy(flight.gradient.begin(), flight.gradient.end(), replica.slots[0].begin());
  replica.energy = flight.energy;
}

}  // namespace temper
