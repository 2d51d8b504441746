// Models ranked by their evidence, and those that can't be.
#include "diagnosis/ranked_models.h"

#include <gtest/gtest.h>

#include <cmath>

#include "made_run.h"

namespace temper {
namespace {

RankedModel model(const std::string& name, double log_Z, double error,
                  const std::string& doubt = "") {
  RankedModel made;
  made.name = name;
  made.log_Z = log_Z;
  made.standard_error = error;
  made.doubt = doubt;
  return made;
}

TEST(RankedModels, BayesFactorsAreOfTheBestAndProbabilitiesSumToOne) {
  std::vector<RankedModel> models = {model("a", -1000 - std::log(3), 0.3), model("b", -1000, 0.4)};
  rank_models(models);
  EXPECT_NEAR(models[0].probability, 0.25, 1e-12);
  EXPECT_NEAR(models[1].probability, 0.75, 1e-12);
  EXPECT_NEAR(models[0].log_bayes_factor, -std::log(3), 1e-12);
  EXPECT_NEAR(models[0].bayes_factor_error, 0.5, 1e-12);
  EXPECT_EQ(models[1].log_bayes_factor, 0);
  EXPECT_EQ(models[1].bayes_factor_error, 0);
}

TEST(RankedModels, OneThatIsNotBelievedHasNoPlaceWhateverItsEvidence) {
  std::vector<RankedModel> models = {model("a", -10, 0.1), model("b", 500, 0.1, "not walked"),
                                     model("c", -12, 0.1)};
  rank_models(models);
  EXPECT_EQ(models[0].log_bayes_factor, 0);
  EXPECT_TRUE(std::isnan(models[1].probability));
  EXPECT_NEAR(models[0].probability + models[2].probability, 1, 1e-12);
  EXPECT_EQ(answer_of(models).rfind("The data prefer a, with probability 0.88", 0), 0u);
  EXPECT_EQ(answer_of(models).find("of it"), std::string::npos);  // b has no place
}

TEST(RankedModels, TheAnswerNamesThoseWithinTwoErrors) {
  std::vector<RankedModel> models = {model("a", -1.0, 0.5), model("b", 0, 0.5),
                                     model("c", -3.0, 0.5)};
  rank_models(models);
  EXPECT_NE(answer_of(models).find("within 2 standard errors of it: a."), std::string::npos);
}

TEST(RankedModels, OfNoneThatIsBelievedThereIsNoBest) {
  std::vector<RankedModel> models = {model("a", -1.0, 0.5, "grave")};
  rank_models(models);
  EXPECT_TRUE(std::isnan(models[0].log_bayes_factor));
  EXPECT_EQ(answer_of(models), "No model has a log Z that can be believed.");
}

/// A ladder of exchanges that reaches the prior: U ~ N(20 - beta, 1), which is one density at
/// several temperatures.
DiagnosedRun made_walk() {
  auto run = made_run(4, 4, 1000, "[ladder]\ntempering = \"likelihood\"\n");
  auto& tables = run.tables;
  tables.beta = {1, 0.5, 0.2, 0};
  for (std::size_t row = 0; row < tables.energy.size(); ++row) {
    const auto rung = static_cast<std::size_t>(tables.rung_of[row]);
    tables.energy[row] += 10 - 5 * static_cast<double>(rung) - tables.beta[rung];
  }
  tables.kinetic_temperature.assign(tables.energy.size(), std::nan(""));
  return run;
}

TEST(RankedModels, ALadderThatNobodyWalkedIsDoubted) {
  auto run = made_walk();
  auto& tables = run.tables;
  for (std::size_t row = 0; row < tables.rung_of.size(); ++row)  // everybody stays where he began
    tables.rung_of[row] = static_cast<std::int32_t>(row % tables.n_rungs);
  EXPECT_NE(model_of(run, "a").doubt, "");
}

TEST(RankedModels, ARunWhoseVerdictIsGraveIsDoubted) {
  auto run = made_walk();
  EXPECT_EQ(model_of(run, "a").doubt, "");
  const auto n_replicas = run.tables.n_replicas();
  for (std::size_t i = 0; i < run.tables.energy.size(); ++i)  // one copy is elsewhere
    if (i % n_replicas < run.tables.n_rungs) run.tables.energy[i] += 3;
  EXPECT_NE(model_of(run, "a").doubt, "");
}

TEST(RankedModels, ALadderThatDoesNotReachThePriorHasNoEvidence) {
  auto run = made_walk();
  run.tables.beta.back() = 0.1;
  const auto model = model_of(run, "a");
  EXPECT_TRUE(std::isnan(model.log_Z));
  EXPECT_NE(model.doubt.find("t_max = inf"), std::string::npos);
  EXPECT_EQ(model.n_parameters, 2u);
}

}  // namespace
}  // namespace temper
