// What changes from sweep to sweep, and what must not.

#include "train/training.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

Experiment adapting_experiment() {
  return build_experiment(
      Config::parse("[potential]\ntype = \"gaussian\"\n[kernel]\ntype = \"mala\"\n"
                    "[ladder]\nrungs = 4\nt_max = 20\n[run]\nwarmup = 32\nsweeps = 20\nsteps = 2\n",
                    "test"),
      Communicator::alone());
}

/// The ladder that each sweep explores.
std::vector<Ladder> ladders_by_sweep() {
  auto experiment = adapting_experiment();
  const auto alone = Communicator::alone();
  Training training(experiment, alone);
  training.start();
  Stopwatch watch;
  std::vector<Ladder> ladders;
  while (!training.is_done()) {
    if (training.is_round_due()) training.begin_round();
    ladders.push_back(training.state().ladder);
    training.advance(training.sweep(watch));
  }
  return ladders;
}

// Samples drawn while anything still adapts to them are not from the rung's distribution: see
// KernelInvarianceItself.CatchesAdaptationThatGoesOnWhileSampling.
TEST(Training, AdaptsInWarmUpAndNeverAfterIt) {
  const auto ladders = ladders_by_sweep();
  ASSERT_EQ(ladders.size(), 52u);
  EXPECT_NE(ladders[31].step_size, ladders[0].step_size);
  EXPECT_NE(ladders[31].temperature, ladders[0].temperature);
  for (std::size_t sweep = 33; sweep < ladders.size(); ++sweep) {
    EXPECT_EQ(ladders[sweep].step_size, ladders[32].step_size);
    EXPECT_EQ(ladders[sweep].temperature, ladders[32].temperature);
  }
}

}  // namespace
}  // namespace temper
