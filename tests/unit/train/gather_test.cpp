#include "train/gather.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/errors.h"
#include "config/section.h"

namespace temper {
namespace {

TEST(Gather, MeansOfNothingAreNotNumbers) {
  Replica replica;
  replica.energy = {3, 4};
  Move move{&replica, {}, 0.1, {}};
  move.sums.accept_prob = 1.5;
  move.sums.n_tests = 3;
  move.sums.add_configurational(2);
  move.sums.add_configurational(3);
  const auto kernel = kernels().find("rwm")->make(Section::of("kernel"));
  const auto report = gather_report({&move, 1}, *kernel, Communicator::world());
  EXPECT_EQ(report.energy, (std::vector<double>{3}));
  EXPECT_EQ(report.kernel_accept_prob, (std::vector<double>{0.5}));
  EXPECT_TRUE(std::isnan(report.kinetic_temperature[0]));
  EXPECT_EQ(report.configurational_temperature, (std::vector<double>{2.5}));
  EXPECT_TRUE(std::isnan(report.clipped_share[0]));
  EXPECT_TRUE(std::isnan(report.cooling_scale[0]));
  EXPECT_EQ(report.tempered(Tempering::likelihood), (std::vector<double>{3}));
  EXPECT_EQ(report.tempered(Tempering::posterior), (std::vector<double>{7}));
}

TEST(Gather, NamesTheReplicaThatDiverged) {
  SweepReport report;
  report.energy = {1, std::numeric_limits<double>::quiet_NaN()};
  report.prior_energy = {1, 1};
  try {
    refuse_not_finite(report, {1, 0}, 17);
    FAIL() << "expected NumericalError";
  } catch (const NumericalError& error) {
    EXPECT_EQ(std::string(error.what()).find("replica 1 on rung 0 has energy nan after sweep 17"),
              0u)
        << error.what();
  }
}

}  // namespace
}  // namespace temper
