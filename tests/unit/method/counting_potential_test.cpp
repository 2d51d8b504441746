#include "method/counting_potential.h"

#include <gtest/gtest.h>

#include <array>

#include "unit/method/problems.h"

namespace temper {
namespace {

constexpr std::size_t n_points = 50;

class Counting : public testing::Test {
 protected:
  std::unique_ptr<Potential> regression_ = make_potential("linear-regression", "points = 50");
  Budget budget_{1000};
  CountingPotential counting_{*regression_, budget_};
  Floats theta_ = Floats(regression_->dim()), gradient_ = theta_;
};

TEST_F(Counting, ChargesOneForAGradientOfOneExample) {
  const std::array<std::uint32_t, 3> batch = {4, 8, 15};
  counting_.gradient(theta_, batch, {}, gradient_);
  EXPECT_EQ(budget_.evaluations(), 3);
  counting_.gradient(theta_, {}, {}, gradient_);
  EXPECT_EQ(budget_.evaluations(), 3 + n_points);
}

TEST_F(Counting, ChargesAThirdForAForwardPass) {
  counting_.energy(theta_);
  EXPECT_EQ(budget_.spent(), n_points);  // thirds
  const std::array<std::uint32_t, 2> batch = {1, 2};
  std::array<double, 2> out{};
  counting_.pointwise(theta_, batch, out);
  EXPECT_EQ(budget_.spent(), n_points + 2);
  counting_.prior_energy(theta_);
  EXPECT_EQ(budget_.spent(), n_points + 2);
}

TEST_F(Counting, ChargesWorkBesideEvaluationsByItsMultiplications) {
  counting_.charge_multiplications(7.0 * 3 * static_cast<double>(theta_.size()));
  EXPECT_EQ(budget_.evaluations(), 7);
}

TEST_F(Counting, RefusesWhatTheBudgetDoesNotPayFor) {
  for (int i = 0; i < 20; ++i) counting_.gradient(theta_, {}, {}, gradient_);
  EXPECT_EQ(budget_.evaluations(), 1000);
  EXPECT_THROW(counting_.energy(theta_), BudgetSpent);
  EXPECT_EQ(budget_.evaluations(), 1000);
}

TEST_F(Counting, NotesTheLowestObjectiveItComputes) {
  const double here = counting_.finding().objective_of(regression_->energy(theta_));
  counting_.energy(theta_);
  EXPECT_DOUBLE_EQ(counting_.finding().objective(), here);
  Floats far(theta_.size(), 100.0F);
  counting_.energy(far);
  EXPECT_DOUBLE_EQ(counting_.finding().objective(), here);
  EXPECT_EQ(counting_.finding().theta(), theta_);
}

TEST_F(Counting, NotesTheEnergyOnTheWayToAFullGradientOnly) {
  const std::array<std::uint32_t, 3> batch = {4, 8, 15};
  counting_.gradient(theta_, batch, {}, gradient_);
  EXPECT_EQ(counting_.finding().objective(), infinity);
  counting_.gradient(theta_, {}, {}, gradient_);
  EXPECT_NEAR(counting_.finding().objective(),
              counting_.finding().objective_of(regression_->energy(theta_)), 1e-9);
}

TEST_F(Counting, TheTraceTellsWhenTheObjectiveWasReached) {
  Floats far(theta_.size(), 100.0F);
  counting_.energy(far);
  const double high = counting_.finding().objective();
  for (int i = 0; i < 10; ++i) counting_.gradient(far, {}, {}, gradient_);
  counting_.energy(theta_);  // at 0.53 of the budget
  counting_.finding().close();
  const auto& trace = counting_.finding().trace();
  for (std::size_t mark = 0; mark < Finding::n_marks; ++mark) {
    const double share = Finding::share_at(mark);
    if (share > 0.02 && share < 0.53) {
      EXPECT_EQ(trace[mark], high) << share;
    }
    if (share > 0.54) {
      EXPECT_EQ(trace[mark], counting_.finding().objective()) << share;
    }
  }
}

}  // namespace
}  // namespace temper
