// What every method must do, and which of them must leave a shallow minimum.

#include "method/method.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "statistical/as_word.h"
#include "unit/method/problems.h"

namespace temper {
namespace {

class EveryMethod : public testing::TestWithParam<std::string> {};

// Convex, so that the lowest objective is that of the posterior's mean.
TEST_P(EveryMethod, FindsTheBottomOfABowl) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  const Problem problem{.potential = potential.get(), .lr = 0.02};
  const auto finding = search_for(GetParam(), problem, 1, 200'000);
  const double lowest = finding.objective_of(potential->energy(mean));
  EXPECT_GE(finding.objective(), lowest - 1e-3);  // float32
  EXPECT_LE(finding.objective(), lowest + 0.1);
}

TEST_P(EveryMethod, SpendsItsBudgetAndNoMore) {
  const auto potential = make_potential("linear-regression", "points = 50");
  Search search({.potential = potential.get(), .lr = 0.02, .batch = 10}, 1, 20'000);
  search.run(*make_method(GetParam()));
  EXPECT_LE(search.evaluations(), 20'000);
  const double largest_step = 50 * (search.potential().curvature_cost() + 1);
  EXPECT_GE(search.evaluations(), 20'000 - largest_step);
}

TEST_P(EveryMethod, GivesTheSameBitsWhateverRanBefore) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const Problem problem{.potential = potential.get(), .lr = 0.02, .batch = 10};
  const auto first = search_for(GetParam(), problem, 3, 10'000);
  search_for(GetParam(), problem, 4, 7'000);
  const auto again = search_for(GetParam(), problem, 3, 10'000);
  EXPECT_EQ(first.theta(), again.theta());
  EXPECT_EQ(first.trace(), again.trace());
}

TEST_P(EveryMethod, EndsWellWithTheSmallestBudget) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const Problem problem{.potential = potential.get(), .lr = 0.02};
  const auto finding = search_for(GetParam(), problem, 1, Search::smallest_budget(problem));
  EXPECT_LT(finding.objective(), infinity);
}

TEST_P(EveryMethod, HasThreeSettingsToTryThatItReads) {
  const auto grid = make_method(GetParam())->grid();
  ASSERT_EQ(grid.size(), 3u);
  for (const auto& [key, value] : grid) {
    const auto options = Section::of("compare", key + " = " + value);
    methods().find(GetParam())->make(options);
    const auto reads = options.reads();
    EXPECT_TRUE(std::any_of(reads.begin(), reads.end(), [&name = key](const ReadOption& option) {
      return option.key == name && option.value != option.fallback;
    })) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Registry, EveryMethod, testing::ValuesIn(methods().names()), AsWord());

// Of 400 descents of 10 steps none arrives; a fifth of the budget with L-BFGS does.
TEST(Polish, ArrivesWhereShortDescentsDoNot) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  const Problem problem{.potential = potential.get(), .lr = 0.005};
  const auto rough = search_for("restarts", problem, 1, 200'000, "runs = 400");
  const auto polished = search_for("restarts", problem, 1, 200'000, "runs = 400\npolish = 0.2");
  const double lowest = rough.objective_of(potential->energy(mean));
  EXPECT_GT(rough.objective(), lowest + 0.1);
  EXPECT_LT(polished.objective(), lowest + 1e-3);
}

// A rate of a thousandth crawls; one found by the search itself arrives. It costs a part of the
// budget, which is the same.
TEST(StepSearch, FindsARateThatArrivesWhereAPoorOneDoesNot) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  for (const char* method : {"gradient-descent", "momentum", "adam"}) {
    Search poor({.potential = potential.get(), .lr = 1e-6}, 1, 50'000),
        searching({.potential = potential.get(), .lr = 1e-6, .searches_lr = true}, 1, 50'000);
    poor.run(*make_method(method));
    searching.run(*make_method(method));
    ASSERT_TRUE(searching.found_lr().has_value());
    EXPECT_FALSE(poor.found_lr().has_value());
    EXPECT_LE(searching.evaluations(), 50'000);
    const auto& finding = searching.potential().finding();
    EXPECT_LT(finding.objective(), finding.objective_of(potential->energy(mean)) + 0.1) << method;
  }
}

TEST(StepSearch, LeavesTheRateThatTheUserGaveAlone) {
  const auto potential = make_potential("linear-regression", "points = 50");
  Search search({.potential = potential.get(), .searches_lr = true}, 1, 50'000);
  search.run(*make_method("adam", "lr = 0.02"));
  EXPECT_FALSE(search.found_lr().has_value());
}

/// Evaluations that a search on so many parameters spends.
double spent_on(const char* method, std::size_t dim) {
  const auto potential =
      make_potential("linear-regression", "points = 2\ndim = " + std::to_string(dim));
  Search search({.potential = potential.get()}, 1, 10'000);
  EXPECT_LT(search.run(*make_method(method)).objective(), infinity);
  return search.evaluations();
}

TEST(MostParameters, ASearchWithMoreLooksAtItsStartOnly) {
  constexpr double look = 2.0 / 3;
  EXPECT_GT(spent_on("cma-es", 300), 2 * look);
  EXPECT_EQ(spent_on("cma-es", 301), look);
  EXPECT_EQ(spent_on("levenberg-marquardt", 1001), look);
}

// 9,000 candidates at widths that differ by a factor of a hundred, along axes that the parameters
// don't show: with one width for all they come to 40 nats above the bottom.
TEST(CmaEs, LearnsTheCovariance) {
  const auto potential = make_potential("gaussian", "condition = 1e4");
  const Problem problem{.potential = potential.get()};
  const auto finding = search_for("cma-es", problem, 1, 200'000);
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  EXPECT_LT(finding.objective(), finding.objective_of(potential->energy(mean)) + 0.01);
}

// Single examples throw every state nats above the bottom; their average lies deeper.
TEST(Swa, AveragesWhatMinibatchesThrowAbout) {
  const auto potential = make_potential("linear-regression", "points = 50\ndim = 20");
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  const Problem problem{.potential = potential.get(), .lr = 0.005, .batch = 1};
  const auto thrown = search_for("momentum", problem, 1, 200'000);
  const double lowest = thrown.objective_of(potential->energy(mean));
  EXPECT_GT(thrown.objective(), lowest + 1);
  for (const char* options : {"rate = 1", "schedule = 'cyclical'"})
    EXPECT_LT(search_for("swa", problem, 1, 200'000, options).objective(), lowest + 0.2) << options;
}

// None of the first rates is above 3e-5.
TEST(PopulationBasedTraining, RaisesARateThatIsTooSmall) {
  const auto potential = make_potential("linear-regression", "points = 50");
  Search search({.potential = potential.get(), .lr = 1e-5}, 1, 200'000);
  search.run(*make_method("population-based-training", "change = 0.5"));
  EXPECT_GT(search.found_lr(), 1e-4);
}

// Half of the first rates throw a member to infinity.
TEST(PopulationBasedTraining, ReplacesMembersThatDiverge) {
  const auto potential = make_potential("linear-regression", "points = 50");
  const auto known = dynamic_cast<AnalyticPotential&>(*potential).known({1, Tempering::posterior});
  const Floats mean(known->mean.begin(), known->mean.end());
  const Problem problem{.potential = potential.get(), .lr = 1};
  const auto finding = search_for("population-based-training", problem, 1, 200'000, "spread = 100");
  EXPECT_LT(finding.objective(), finding.objective_of(potential->energy(mean)) + 0.01);
}

/// A shallow well on the left, two nats above a deep one on the right, with a barrier between them
/// that is 3 nats above their mean.
class Wells {
 public:
  Wells() { potential_ = make_potential("double-well", "dim = 1\nheight = 3\ntilt = 2"); }

  Problem problem() const { return {.potential = potential_.get(), .lr = 0.02}; }

  /// How many of the searches from seeds at which gradient descent ends on the left end on the
  /// right.
  double escapes(const std::string& method, const std::string& toml = "") const {
    double n_stuck = 0, n_escaped = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      if (side("gradient-descent", seed, "") > 0) continue;
      ++n_stuck;
      if (side(method, seed, toml) > 0) ++n_escaped;
    }
    EXPECT_GE(n_stuck, 3) << "the test needs seeds at which descent is stuck";
    return n_escaped / n_stuck;
  }

 private:
  float side(const std::string& method, std::uint64_t seed, const std::string& toml) const {
    return search_for(method, problem(), seed, 20'000, toml).theta()[0];
  }

  std::unique_ptr<Potential> potential_;
};

// With 20,000 evaluations each of these leaves the left well at every seed, by fresh starts or by a
// temperature near the barrier; the seeds are fixed.
TEST(Wells, AreLeftByRestarts) {
  EXPECT_EQ(Wells().escapes("restarts"), 1);
  EXPECT_EQ(Wells().escapes("restarts", "when = \"stuck\""), 1);
}
TEST(Wells, AreLeftByRestartsThatKnowTheCurvature) {
  EXPECT_EQ(Wells().escapes("levenberg-marquardt"), 1);
  EXPECT_EQ(Wells().escapes("l-bfgs"), 1);
}
TEST(Wells, AreLeftByCmaEs) { EXPECT_EQ(Wells().escapes("cma-es"), 1); }
TEST(Wells, AreLeftByAPopulation) { EXPECT_EQ(Wells().escapes("population-based-training"), 1); }
TEST(Wells, AreLeftByATournament) { EXPECT_EQ(Wells().escapes("tournament"), 1); }
TEST(Wells, AreLeftByTournamentTempering) { EXPECT_EQ(Wells().escapes("tournament-tempering"), 1); }
TEST(Wells, AreLeftByTempering) { EXPECT_EQ(Wells().escapes("tempering"), 1); }
TEST(Wells, AreLeftByPopulationAnnealing) { EXPECT_EQ(Wells().escapes("population-annealing"), 1); }
TEST(Wells, AreLeftByHops) { EXPECT_EQ(Wells().escapes("basin-hopping", "size = 1.5"), 1); }
TEST(Wells, AreLeftByAnnealing) {
  EXPECT_EQ(Wells().escapes("annealing", "t_max = 3"), 1);
  EXPECT_EQ(Wells().escapes("annealing-logarithmic", "t_max = 3\nt_min = 0.5"), 1);
  EXPECT_EQ(Wells().escapes("annealing-adaptive", "t_max = 3"), 1);
}
TEST(Wells, AreLeftByNoiseThatIsHotEnough) {
  EXPECT_EQ(Wells().escapes("langevin", "t = 1"), 1);
  EXPECT_EQ(Wells().escapes("langevin", "t = 0.001\nlr_factor = 0.3"), 0);
  EXPECT_EQ(Wells().escapes("random-direction", "t = 1"), 1);
}
TEST(Wells, AreNotLeftByDescents) {
  for (const char* method : {"sgd", "momentum", "adam", "warm-restarts", "swa"})
    EXPECT_EQ(Wells().escapes(method, "lr_factor = 0.3"), 0) << method;
}

}  // namespace
}  // namespace temper
