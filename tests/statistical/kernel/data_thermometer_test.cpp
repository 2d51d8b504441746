// The momentum along the data, where its mean over all parameters says nothing of them.
//
// 40 parameters and 10 examples. 100 replicas take 4,000 steps from exact draws, with a reading in
// each 8: 50,000 of chi-square_1, whose mean is known to 0.006, some correlation aside. The limits
// below are five times that.
#include "kernel/data_thermometer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

struct Readings {
  double along_data = 0, kinetic = 0;
};

Readings readings_of(const std::string& kernel_options) {
  const auto kernel = make_kernel("sgd", kernel_options);
  const auto potential = make_analytic("linear-regression", "points = 10\ndim = 40");
  Ensemble ensemble(*kernel, *potential, {1, Tempering::posterior}, 100);
  for (auto& move : ensemble.moves()) move.is_watched = true;
  ensemble.step(4'000);
  StepSums all;
  for (const auto& move : ensemble.moves()) {
    all.along_data += move.sums.along_data;
    all.n_along_data += move.sums.n_along_data;
    all.kinetic += move.sums.kinetic;
    all.n_kinetic += move.sums.n_kinetic;
  }
  return {all.along_data / static_cast<double>(all.n_along_data),
          all.kinetic / static_cast<double>(all.n_kinetic)};
}

TEST(DataThermometer, ReadsTWhereAllDirectionsAreAtT) {
  const auto found = readings_of("lr = 0.0005\nbatch = \"full\"");
  EXPECT_NEAR(found.along_data, 1, 0.03);
  EXPECT_NEAR(found.kinetic, 1, 0.01);
}

TEST(DataThermometer, SeesTheHeatThatTheMeanHides) {
  const auto found = readings_of("lr = 0.0005\nbatch = 2");
  EXPECT_GT(found.along_data - 1, 2 * (found.kinetic - 1));
  EXPECT_GT(found.along_data, 1.05);
}

/// Gradients of examples that differ along the first axis, and have a large part in common along
/// the second.
class TwoAxes final : public Potential {
 public:
  std::size_t dim() const override { return 2; }
  std::size_t n_points() const override { return 16; }
  Energy energy(std::span<const float>) override { return {}; }
  void gradients(std::span<GradientTask> group) override {
    for (auto& task : group) {
      task.gradient[0] = task.gradient[1] = 0;
      for (const auto example : task.batch) {
        task.gradient[0] += static_cast<float>(example);
        task.gradient[1] += 1000;
      }
    }
  }
  void pointwise(std::span<const float>, Batch, std::span<double>) override {}
  void initialise(std::span<float>, Rng&) const override {}
  void draw_prior(std::span<float>, Rng&) const override {}
  std::vector<ParameterBlock> layout() const override { return {{"theta", {2}, 0}}; }
};

TEST(DataThermometer, LooksWhereExamplesDifferAndNotWhereTheyAgree) {
  TwoAxes potential;
  DataThermometer thermometer;
  thermometer.prepare(potential);
  Replica replica;
  replica.theta.resize(2);
  Move move;
  move.replica = &replica;
  const std::vector<float> along_both = {3, 5};
  std::size_t n_readings = 0;
  for (std::uint32_t step = 0; step < 20; ++step) {
    const double square = thermometer.square_along(move, {1, 0, step, step}, along_both, potential);
    if (std::isnan(square)) continue;  // the same examples twice
    EXPECT_NEAR(square, 9, 1e-9);
    ++n_readings;
  }
  EXPECT_GE(n_readings, 10u);
}

TEST(DataThermometer, CostsNothingWhereNobodyReadsIt) {
  const auto kernel = make_kernel("sgd", "lr = 0.0005");
  const auto potential = make_analytic("linear-regression", "points = 10\ndim = 40");
  Ensemble ensemble(*kernel, *potential, {1, Tempering::posterior}, 1);
  ensemble.step(16);
  EXPECT_EQ(ensemble.moves()[0].sums.n_along_data, 0u);
}

}  // namespace
}  // namespace temper
