#include "method/options.h"

#include <gtest/gtest.h>

#include "unit/method/problems.h"

namespace temper {
namespace {

/// What "auto" stands for.
std::string kernel_for(Potential& potential, std::uint64_t budget, std::size_t batch = 0) {
  Search search({.potential = &potential, .batch = batch}, 1, budget);
  return suited_to(search, {.kernel = "auto"}).kernel;
}

/// On a line through 200 points with 5 slopes.
std::string kernel_for(std::uint64_t epochs, std::size_t batch) {
  return kernel_for(*make_potential("linear-regression", "points = 200\ndim = 5"), 200 * epochs,
                    batch);
}

TEST(SuitedTo, SolvesWhereTheBudgetPaysForIt) {
  EXPECT_EQ(kernel_for(1000, 0), "levenberg-marquardt");
  EXPECT_EQ(kernel_for(1000, 1), "levenberg-marquardt");
}

TEST(SuitedTo, TakesGradientsOfAllTheDataInAShortBudgetUnlessBatchesAreMany) {
  EXPECT_EQ(kernel_for(4, 0), "l-bfgs");
  EXPECT_EQ(kernel_for(4, 20), "l-bfgs");
  EXPECT_EQ(kernel_for(4, 2), "sgd");
}

TEST(SuitedTo, SolvesForFewParametersAndHasMomentumForMany) {
  const auto kernel_of = [](std::size_t dim) {
    return kernel_for(*make_potential("double-well", "dim = " + std::to_string(dim)), 1'000'000);
  };
  EXPECT_EQ(kernel_of(300), "levenberg-marquardt");
  EXPECT_EQ(kernel_of(301), "l-bfgs");
  EXPECT_EQ(kernel_of(10'000), "l-bfgs");
  EXPECT_EQ(kernel_of(10'001), "sgd");
}

TEST(SuitedTo, LeavesWhatIsNamed) {
  const auto potential = make_potential("linear-regression", "points = 200\ndim = 5");
  Search search({.potential = potential.get()}, 1, 1000);
  EXPECT_EQ(suited_to(search, {.kernel = "sgd"}).kernel, "sgd");
}

}  // namespace
}  // namespace temper
