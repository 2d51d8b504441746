#include "train/step_cost.h"

#include <limits>

#include "base/cpu_time.h"
#include "method/counting_potential.h"
#include "train/starting_point.h"

namespace temper {
namespace {

/// One replica on rung 0 that takes steps for nothing.
class Probe {
 public:
  Probe(Experiment& experiment, Potential& potential)
      : experiment_(experiment), potential_(potential), replica_(fresh_replica(experiment)) {
    auto& kernel = *experiment.kernel;
    kernel.prepare(potential, 1);
    move_ = {&replica_, experiment.ladder.target(0), experiment.ladder.step_size[0], {}};
    starting_point(experiment, 0, replica_.theta);
    kernel.start(move_, start_key(experiment, 0));
  }

  void step() {
    experiment_.kernel->step({&move_, 1}, {experiment_.run.seed, 0, n_steps_, n_steps_},
                             potential_);
    ++n_steps_;
  }

 private:
  Experiment& experiment_;
  Potential& potential_;
  Replica replica_;
  Move move_;
  std::uint32_t n_steps_ = 0;
};

}  // namespace

double evaluations_of_step(Experiment& experiment) {
  Budget budget(std::numeric_limits<std::uint32_t>::max() * std::uint64_t{1'000'000});
  CountingPotential counting(*experiment.potential, budget);
  Probe probe(experiment, counting);
  probe.step();  // which also computes what later steps know already
  const double before = budget.evaluations();
  probe.step();
  return budget.evaluations() - before;
}

double evaluations_per_second(Experiment& experiment, double each, const Communicator& world) {
  constexpr double long_enough = 0.2;  // seconds
  double rate = 0;
  if (world.is_root()) {
    Probe probe(experiment, *experiment.potential);
    probe.step();
    const double start = cpu_seconds();
    double n = 0, spent = 0;
    for (; spent < long_enough; spent = cpu_seconds() - start) {
      probe.step();
      n += each;
    }
    rate = n / spent;
  }
  return world.broadcast(rate);
}

}  // namespace temper
