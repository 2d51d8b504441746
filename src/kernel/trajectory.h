#pragma once
// A trajectory with a Metropolis test at its end, by any dynamics: what mala, hmc and mams share.
// Each step draws a fresh velocity, flies `length` steps of the integrator, and accepts where it
// lands with probability min(1, exp(-change)), change = that of w.U U + w.V V plus what the kicks
// returned. Symmetric integrators make this exact at any step size.

#include <memory>
#include <vector>

#include "base/floats.h"
#include "config/section.h"
#include "kernel/dynamics.h"
#include "kernel/integrator.h"
#include "kernel/kernel.h"
#include "kernel/known_gradient.h"
#include "kernel/metropolis.h"

namespace temper {

struct TrajectoryOptions {
  double step = 0.1;
  std::size_t length = 1;  ///< integrator steps between two tests
  double jitter = 0;       ///< each flight's step is within this share of `step`, below one
  double target_accept = 0.8;
  bool adapts_metric = false;  ///< parameters have steps of their own: Move::scale
};

/// Reads `jitter`.
double read_jitter(const Section& options);

/// Reads `metric`: true if it is "diagonal".
bool read_metric(const Section& options);

class Trajectory final : public Kernel {
 public:
  Trajectory(const Section& options, const TrajectoryOptions& trajectory, Integrator integrator,
             std::unique_ptr<Dynamics> dynamics);

  std::vector<std::string> slot_names() const override { return {KnownGradient::slot_name}; }
  std::vector<std::string> scalar_names() const override { return {KnownGradient::scalar_name}; }
  double step_size() const override { return options_.step; }
  bool keeps_energy() const override { return true; }
  double target_accept() const override { return options_.target_accept; }
  bool adapts_metric() const override { return options_.adapts_metric; }

  void check(const Target& target) const override { refuse_zero_temperature(section_, target); }
  void prepare(const Potential& potential, std::size_t max_group) override;
  void start(Move& move, const RngKey&) const override { KnownGradient::forget(*move.replica); }
  void step(std::span<Move> group, const StepKey& key, Potential& potential) override;
  void change_rung(Replica& replica, const Move&, const Move&) const override {
    KnownGradient::forget(replica);
  }

 private:
  /// Where one replica of the group is while it flies.
  struct Flight {
    Floats theta, velocity, gradient;  ///< [P]
    Floats force;                      ///< [P] the gradient in units of the scale
    std::span<const float> scale;      ///< of the move
    Energy energy;
    double step = 0;    ///< jittered
    double growth = 0;  ///< sum of what its kicks returned
  };

  void take_off(Move& move, const RngKey& key, Flight& flight) const;
  void fly(std::span<const Move> group, Potential& potential);
  void land(Move& move, const RngKey& key, const Flight& flight) const;
  void kick(std::size_t n_flights, double share);
  void drift(std::size_t n_flights, double share);

  Section section_;
  TrajectoryOptions options_;
  Integrator integrator_;
  std::unique_ptr<Dynamics> dynamics_;
  KnownGradient known_;
  std::vector<Flight> flights_;      ///< [max_group]
  std::vector<GradientTask> tasks_;  ///< [max_group]
};

}  // namespace temper
