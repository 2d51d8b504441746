#pragma once
// A local move: one step that leaves one rung's distribution unchanged, exactly or up to its
// step size. All that changes is in the replica; the rest of a kernel is options and scratch.

#include <cmath>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/registry.h"
#include "kernel/replica.h"
#include "potential/potential.h"

namespace temper {

class Section;
class Thermal;

/// Where in the run a step is: with the replica's id, the name of its random numbers.
struct StepKey {
  std::uint64_t seed = 0;
  std::uint32_t sweep = 0;
  std::uint32_t step = 0;   ///< within the sweep
  std::uint64_t total = 0;  ///< steps since the start of the run: which minibatch is due

  RngKey rng(std::uint32_t replica) const { return {seed, Stream::kernel, replica, sweep, step}; }
};

/// Sums over the steps of one replica in one sweep; the engine clears and stores them.
struct StepSums {
  double accept_prob = 0;  ///< of Metropolis tests, each in [0, 1]
  std::uint64_t n_tests = 0;
  double kinetic = 0;  ///< kinetic temperature, in units of T
  std::uint64_t n_kinetic = 0;

  /// Configurational temperature, (theta - c) . grad(U + T V) / P under likelihood tempering and
  /// (theta - c) . grad(U + V) / P under posterior tempering, before each step: see thermal.h.
  double configurational = 0;
  std::uint64_t n_configurational = 0;

  /// ln of the squared energy error of each step, per parameter [nat²]. Logarithms, so that single
  /// outliers don't decide.
  double log_error = 0;
  std::uint64_t n_errors = 0;

  /// Kinetic temperature along the directions in which the data act: see data_thermometer.h.
  double along_data = 0;
  std::uint64_t n_along_data = 0;

  /// NaN, of examples whose gradients are the same, tells nothing.
  void add_along_data(double temperature) {
    if (std::isnan(temperature)) return;
    along_data += temperature;
    ++n_along_data;
  }
  void add_kinetic(double temperature) {
    kinetic += temperature;
    ++n_kinetic;
  }
  void add_configurational(double temperature) {
    configurational += temperature;
    ++n_configurational;
  }
  void add_error(double log_square) {
    log_error += log_square;
    ++n_errors;
  }
};

/// One replica, the rung it stands on, and what its steps reported.
struct Move {
  Replica* replica = nullptr;
  Target target;
  double step_size = 0;  ///< the kernel's: lr, or the integrator's step
  StepSums sums;
  std::span<const float> scale = {};  ///< [P] of each parameter's step, times step_size; empty: 1
  bool is_watched = false;            ///< somebody reads sums that cost evaluations: along_data
};

class Kernel {
 public:
  virtual ~Kernel() = default;

  /// Names of the [P] vectors and of the scalars that are the kernel's state: "momentum".
  virtual std::vector<std::string> slot_names() const { return {}; }
  virtual std::vector<std::string> scalar_names() const { return {}; }

  virtual double step_size() const = 0;  ///< as configured

  /// Where a rung begins: step_size(), or less where that would be too much for the rung.
  virtual double step_size_on(const Target&, const Potential&) const { return step_size(); }

  /// Refuses (UsageError) a rung that the kernel can't serve.
  virtual void check(const Target&) const {}

  /// Allocates scratch for groups of up to `max_group` replicas. Refuses (UsageError) options
  /// that don't fit the potential. Legal order: prepare (start | step | change_rung)*.
  virtual void prepare(const Potential& potential, std::size_t max_group) = 0;

  /// Sets slots and scalars (already of the right size) for a replica whose theta is new.
  virtual void start(Move& move, const RngKey& key) const = 0;

  /// Moves every replica of the group once. What happens to one never depends on the others.
  virtual void step(std::span<Move> group, const StepKey& key, Potential& potential) = 0;

  /// Adapts the kernel state of a replica that an accepted swap has moved to another rung.
  virtual void change_rung(Replica& /*replica*/, const Move& /*from*/, const Move& /*to*/) const {}

  /// True if `Replica::energy` is exact after each step, so that the engine need not compute it.
  virtual bool keeps_energy() const { return false; }

  /// Mean acceptance that suits the kernel: step sizes adapt to it in warm-up; NaN: they don't.
  virtual double target_accept() const { return std::numeric_limits<double>::quiet_NaN(); }

  /// Squared energy error of a step, per parameter, to which step sizes adapt in warm-up when a
  /// share `progress` of it is done; NaN: they don't.
  virtual double target_error(double /*progress*/) const {
    return std::numeric_limits<double>::quiet_NaN();
  }

  /// True if moves may have a scale, found in warm-up from the gradients in slot 0.
  virtual bool adapts_metric() const { return false; }

  /// True if it learns the curvature: then it finds the lengths of its steps by itself, from
  /// gradients over all of the data, and knows neither `lr` nor `batch`.
  virtual bool knows_curvature() const { return false; }

  /// What a step of a descent costs, in gradients of one example; an energy is a third of one.
  /// @param batch  examples in a minibatch of a kernel that has them
  virtual double evaluations_per_step(const Potential& /*potential*/, std::size_t batch) const {
    return static_cast<double>(batch);
  }

  /// What heats its rungs and what would cool them; nullptr: its Metropolis test is exact, or it
  /// samples nothing.
  virtual const Thermal* thermal() const { return nullptr; }

  /// After so many steps of a replica warm-up is over: what adapts to theta is frozen then at the
  /// latest, since moves that follow theta are biased. 0: there is no warm-up.
  virtual void freeze_after(std::uint64_t /*steps*/) {}
};

/// Kernels by their config name; each maker reads its own options from [kernel].
inline Registry<Kernel, const Section&>& kernels() { return registry_of<Kernel, const Section&>(); }

}  // namespace temper
