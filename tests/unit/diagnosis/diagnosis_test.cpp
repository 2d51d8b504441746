// One judgement of each kind of run, and what spoils it.
#include "diagnosis/diagnosis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "diagnosis/modes.h"
#include "diagnosis/page.h"
#include "made_run.h"

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Diagnosis, OfAGoodRunIsGreen) {
  const auto diagnosis = diagnose(made_run(4, 4, 1000));
  EXPECT_EQ(diagnosis.light, Light::green) << diagnosis_page(diagnosis);
  EXPECT_EQ(diagnosis.verdict.rfind("nothing to change: 4 copies agree", 0), 0u);
}

TEST(Diagnosis, SaysOfOneCopyThatNothingCouldBeSeenBetweenCopies) {
  const auto diagnosis = diagnose(made_run(4, 1, 1000));
  EXPECT_EQ(diagnosis.light, Light::green);
  EXPECT_NE(diagnosis.verdict.find("between copies nothing could be seen"), std::string::npos);
  EXPECT_TRUE(has(diagnosis, "convergence.one-copy"));
}

/// A ladder down to the prior whose theta isn't spread as T asks for.
DiagnosedRun made_run_with_prior(double configurational, const std::string& config = "") {
  auto run = made_run(4, 4, 1000, config);
  run.tables.beta.back() = 0;
  run.tables.configurational_temperature = run.tables.kinetic_temperature;
  for (double& T : run.tables.configurational_temperature) T *= configurational;
  return run;
}

TEST(Diagnosis, WhereThetaEndsAtWallsTheConfigurationalTemperatureSaysNothing) {
  EXPECT_TRUE(has(diagnose(made_run_with_prior(0.7)), "temperature.spread"));
  EXPECT_FALSE(has(diagnose(made_run_with_prior(0.7, "[prior]\ntype = \"uniform\"\n")),
                   "temperature.spread"));
  auto run = made_run_with_prior(0.7);
  for (std::size_t row = 0; row < run.tables.rung_of.size(); row += 7)
    if (run.tables.rung_of[row] == 3) run.tables.energy[row] = 1e9;
  const auto diagnosis = diagnose(run);
  EXPECT_FALSE(has(diagnosis, "temperature.spread"));
  EXPECT_FALSE(has(diagnosis, "values.out-of-bounds"));
  EXPECT_FALSE(diagnosis.thermometers.front().configurational.is_known());
}

Severity severity_of_spread(const std::string& potential) {
  auto run = made_run_with_prior(0.7, "[potential]\ntype = \"" + potential + "\"\n");
  run.tables.kernel_accept_prob.assign(run.tables.rung_of.size(), 0.9);  // has a test
  for (const auto& finding : diagnose(run).findings)
    if (finding.id == "temperature.spread") return finding.severity;
  return Severity::grave;
}

TEST(Diagnosis, OfOwnModelsAWallMayBeTheReasonForTheSpread) {
  EXPECT_EQ(severity_of_spread("gaussian"), Severity::care);
  EXPECT_EQ(severity_of_spread("stan"), Severity::care);
  EXPECT_EQ(severity_of_spread("plugin"), Severity::note);
  EXPECT_EQ(severity_of_spread("python"), Severity::note);
}

TEST(Diagnosis, NamesRungsThatStandOutOfBounds) {
  auto run = made_run(4, 4, 1000);
  run.tables.energy[0] = 1e9;
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "values.out-of-bounds"));
  EXPECT_EQ(diagnosis.light, Light::red);
}

TEST(Diagnosis, OfFewSweepsIsThatTheyAreTooFew) {
  for (const std::size_t n : {0u, 1u, 2u, 7u, 19u}) {
    const auto diagnosis = diagnose(made_run(3, 2, n));
    EXPECT_EQ(diagnosis.light, Light::grey) << n;
    EXPECT_TRUE(has(diagnosis, "run.too-short")) << n;
  }
}

TEST(Diagnosis, EndsAndCountsWhatIsNotFinite) {
  auto run = made_run(3, 2, 200);
  run.tables.energy[10 * 6] = std::numeric_limits<double>::infinity();
  run.tables.metric_names = {"test_log_score"};
  for (std::size_t draw = 0; draw < 100; ++draw) {
    run.tables.draw_sweep.push_back(2 * draw + 1);
    run.tables.metrics.resize(1);
    for (std::size_t i = 0; i < 6; ++i)
      run.tables.metrics[0].push_back(i == 0 ? nan : 0.5 * static_cast<double>(i));
  }
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "values.not-finite"));
  EXPECT_EQ(diagnosis.light, Light::red);
}

TEST(Diagnosis, CountsRoundTripsByTheRunsOwnSchedule) {
  auto run = made_run(6, 1, 1000);
  const double straight = diagnose(run).ladder->trip_rate;
  run.config = Config::parse(made_config("[exchange]\nschedule = \"stochastic-even-odd\""), "made");
  const double walking = diagnose(run).ladder->trip_rate;
  const double s = 5 * 0.1 / 0.9;
  EXPECT_NEAR(straight, 1 / (2 + 2 * s), 1e-12);
  EXPECT_NEAR(walking, 1 / (10 + 2 * s), 1e-12);
}

TEST(Diagnosis, SeesCopiesThatDisagree) {
  auto run = made_run(3, 4, 400);
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    if (i % 12 < 3) run.tables.energy[i] += 2;  // all of copy 0
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "convergence.r-hat"));
  EXPECT_EQ(diagnosis.light, Light::red);
}

TEST(Diagnosis, GoesByEveryQuantityOfItsTable) {
  auto run = made_run(3, 4, 400);
  run.tables.metric_names = {"test_rmse"};
  run.tables.metrics.resize(1);
  Rng rng({.seed = 2});
  for (std::size_t draw = 0; draw < 200; ++draw) {
    run.tables.draw_sweep.push_back(2 * draw + 1);
    for (std::size_t i = 0; i < 12; ++i)
      run.tables.metrics[0].push_back(rng.normal() + (i < 3 ? 3 : 0));
  }
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "convergence.r-hat"));
  EXPECT_NE(diagnosis.verdict.find("test_rmse"), std::string::npos) << diagnosis.verdict;
}

TEST(Diagnosis, OfPairsThatHardlyExchangeAsksForRungs) {
  auto run = made_run(3, 2, 400);
  for (auto& accept_prob : run.tables.accept_prob)
    if (!std::isnan(accept_prob)) accept_prob = 0.001;
  for (auto& energy : run.tables.energy) energy *= 10;  // far apart
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "ladder.too-coarse")) << diagnosis_page(diagnosis);
  EXPECT_EQ(diagnosis.light, Light::red);
}

TEST(Diagnosis, OfReplicasThatExchangeAndGetNowhereAsksForSteps) {
  auto run = made_run(4, 4, 1000, "run.steps = 3");
  const std::size_t n = run.tables.n_replicas();
  for (std::size_t i = n; i < run.tables.rung_of.size(); ++i)
    run.tables.rung_of[i] = run.tables.rung_of[i % n];
  const auto diagnosis = diagnose(run);
  ASSERT_TRUE(has(diagnosis, "ladder.slow")) << diagnosis_page(diagnosis);
  EXPECT_NE(diagnosis_page(diagnosis).find("run.steps = 12"), std::string::npos);
  EXPECT_EQ(diagnosis.light, Light::red);
}

TEST(Diagnosis, OfRungsThatAllButCoincideSaysHowManyWouldDo) {
  auto run = made_run(12, 2, 1000);
  for (auto& accept_prob : run.tables.accept_prob)
    if (!std::isnan(accept_prob)) accept_prob = 1;
  const auto diagnosis = diagnose(run);
  ASSERT_TRUE(has(diagnosis, "ladder.too-fine")) << diagnosis_page(diagnosis);
  EXPECT_NE(diagnosis_page(diagnosis).find("ladder.rungs = 2"), std::string::npos);
  EXPECT_EQ(diagnosis.light, Light::green);
}

TEST(Diagnosis, OfReplicasThatNeverExchangeSaysThatTheyAreIndependent) {
  auto run = made_run(3, 4, 400);
  for (auto& accept_prob : run.tables.accept_prob) accept_prob = nan;
  const auto diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "ladder.independent"));
  EXPECT_FALSE(diagnosis.ladder.has_value());
  EXPECT_EQ(diagnosis.light, Light::green) << diagnosis_page(diagnosis);
}

TEST(Diagnosis, JudgesASearchAsASearch) {
  auto run = made_run(3, 4, 400, "run.goal = \"optimise\"");
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    if (i % 12 < 3) run.tables.energy[i] += 100;  // copies that disagree are no fault of a search
  const auto diagnosis = diagnose(run);
  EXPECT_EQ(diagnosis.purpose, Purpose::search);
  EXPECT_FALSE(has(diagnosis, "convergence.r-hat"));
  for (auto& accept_prob : run.tables.accept_prob)
    if (!std::isnan(accept_prob)) accept_prob = 0.001;
  for (auto& energy : run.tables.energy) energy *= 10;
  const auto coarse = diagnose(run);
  ASSERT_TRUE(has(coarse, "ladder.too-coarse"));
  EXPECT_EQ(coarse.light, Light::green) << coarse.verdict;
}

TEST(Diagnosis, JudgesDescentsAsDescents) {
  auto run = made_run(1, 5, 400);
  run.tables.beta = {std::numeric_limits<double>::infinity()};
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    run.tables.energy[i] = 100 * std::exp(-static_cast<double>(i) / 100) + 3;
  auto diagnosis = diagnose(run);
  EXPECT_EQ(diagnosis.purpose, Purpose::descents);
  EXPECT_EQ(diagnosis.light, Light::green);
  EXPECT_NE(diagnosis.verdict.find("5 descents"), std::string::npos);
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    run.tables.energy[i] = 1e4 - static_cast<double>(i);
  run.sweeps.resize(10);  // all else was warm-up
  diagnosis = diagnose(run);
  EXPECT_TRUE(has(diagnosis, "descent.falling"));
  EXPECT_EQ(diagnosis.light, Light::green);
  EXPECT_NE(diagnosis.verdict.find("still fall"), std::string::npos) << diagnosis.verdict;
}

// Copies in minima of their own are what an ensemble is for; one that still falls isn't.
TEST(Diagnosis, JudgesAnEnsembleAsAnEnsemble) {
  auto run = made_run(1, 4, 400, "run.goal = \"predict\"");
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    run.tables.energy[i] += 50 * static_cast<double>(i % 4);
  const auto diagnosis = diagnose(run);
  EXPECT_EQ(diagnosis.purpose, Purpose::ensemble);
  EXPECT_EQ(diagnosis.light, Light::green) << diagnosis_page(diagnosis);
  EXPECT_NE(diagnosis.verdict.find("an ensemble of 4 copies"), std::string::npos);
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)
    run.tables.energy[i] -= static_cast<double>(i / 4);
  EXPECT_TRUE(has(diagnose(run), "ensemble.falling"));
}

TEST(Reading, IsOffOrAgreesOrIsUnsureAndNothingElse) {
  for (const double mean : {0.9, 0.975, 0.99, 1.0, 1.019, 1.021, 1.041, 1.2})
    for (const double error : {0.001, 0.0099, 0.0101, 0.05}) {
      const Reading reading{.certain = 5, .nominal = 1, .mean = mean, .error = error};
      EXPECT_EQ(reading.is_off() + reading.agrees() + reading.is_unsure(), 1) << mean << error;
      EXPECT_TRUE(!reading.agrees() || std::abs(mean - 1) <= temperature_tolerance);
    }
}

TEST(Reading, IsDecidedByAsManySweepsAsItSays) {
  for (const double mean : {1.0, 1.015, 1.03}) {
    Reading reading{.certain = 5, .nominal = 1, .mean = mean, .error = 0.03};
    ASSERT_TRUE(reading.is_unsure());
    reading.error /= std::sqrt(1.01 * reading.sweeps_to_tell());
    EXPECT_FALSE(reading.is_unsure()) << mean;
  }
}

// Three standard errors are seen by chance in one of 370 good rungs: in 4 % of runs with 16 of
// them.
TEST(Reading, IsNotOffByWhatChanceMakesOfManyRungs) {
  EXPECT_FALSE((Reading{.mean = 1.035, .error = 0.01}).is_off());
  EXPECT_TRUE((Reading{.mean = 1.045, .error = 0.01}).is_off());
}

TEST(Thermometer, OfThetaLeavesARungOpenOnlyWhereThereIsNoOther) {
  const Reading agrees{.mean = 1.001, .error = 0.002}, noisy{.mean = 1.001, .error = 0.03};
  EXPECT_STREQ((Thermometer{0, agrees, noisy, {}}).verdict(), "agrees");
  EXPECT_STREQ((Thermometer{0, noisy, agrees, {}}).verdict(), "unsure");
  EXPECT_STREQ((Thermometer{0, {}, noisy, {}}).verdict(), "unsure");
}

TEST(Modes, AreSharedByCopies) {
  Rng rng({.seed = 3});
  Copies values(3, std::vector<double>(100));
  for (std::size_t copy = 0; copy < 3; ++copy)
    for (std::size_t i = 0; i < 100; ++i) values[copy][i] = rng.normal() + (i < 50 * copy ? 20 : 0);
  EXPECT_EQ(upper_mode_share(values), (std::vector<double>{0, 0.5, 1}));
  for (auto& copy : values)
    for (double& value : copy) value = rng.normal();
  EXPECT_TRUE(upper_mode_share(values).empty());
}

}  // namespace
}  // namespace temper
