// What ranks learn of the pairs, on a regression of 200 examples with four replicas on one rank;
// tests/mpi compares runs on several.

#include "train/pair_energies.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/errors.h"
#include "potential/potentials.h"
#include "random/shuffle.h"
#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

constexpr std::uint32_t n_points = 200;

class SwapEvidence : public ::testing::Test {
 protected:
  SwapEvidence() {
    for (std::uint32_t id = 0; id < 4; ++id) {
      replicas_[id].id = id;
      replicas_[id].theta.resize(potential_->dim());
      Rng rng({1, Stream::init, id});
      potential_->initialise(replicas_[id].theta, rng);
      moves_[id].replica = &replicas_[id];
    }
    proposals_ = propose_swaps(PairSchedule::even_odd, 4, {2, 0, 1, 3}, key_);
  }

  std::vector<EnergyDifference> look(const SwapTest& test) {
    return gather_differences(test, {proposals_, ladder_, moves_, key_}, *potential_,
                              Communicator::world());
  }

  /// Of the first n examples of the shuffle that place and sweep name, in replicas i and j.
  double sum_of_differences(std::uint32_t place, std::uint32_t n, std::size_t i, std::size_t j) {
    std::vector<std::uint32_t> examples(n);
    Shuffle(n_points, {key_.seed, Stream::minibatch, place, key_.sweep, 0}).images(0, examples);
    std::vector<double> one(n), other(n);
    potential_->pointwise(replicas_[i].theta, examples, one);
    potential_->pointwise(replicas_[j].theta, examples, other);
    double sum = 0;
    for (std::uint32_t k = 0; k < n; ++k) sum += one[k] - other[k];
    return sum;
  }

  double prior_difference(std::size_t i, std::size_t j) {
    return potential_->prior_energy(replicas_[i].theta) -
           potential_->prior_energy(replicas_[j].theta);
  }

  std::unique_ptr<Potential> potential_ =
      potentials()
          .find("linear-regression")
          ->make(Section::of("potential", "points = 200\ndim = 3"));
  Ladder ladder_{Tempering::posterior, {1, 1.5, 2, 2.5}, {}};
  std::array<Replica, 4> replicas_;
  std::array<Move, 4> moves_;
  const SwapKey key_{7, 6};
  std::vector<Proposal> proposals_;  ///< replicas 2 and 0 at place 0, 1 and 3 at place 2
};

TEST_F(SwapEvidence, IsOfTheSameExamplesInBothReplicasAndOfTheWholePrior) {
  const auto differences = look(*make_swap_test("corrected", "batch = 50"));
  ASSERT_EQ(differences.size(), 2u);
  EXPECT_EQ(differences[0].n_examples, 50u);
  EXPECT_NEAR(differences[0].mean, 4 * sum_of_differences(0, 50, 2, 0) + prior_difference(2, 0),
              1e-9);
  EXPECT_NEAR(differences[1].mean, 4 * sum_of_differences(2, 50, 1, 3) + prior_difference(1, 3),
              1e-9);
}

TEST_F(SwapEvidence, LeavesThePriorOutUnderLikelihoodTempering) {
  ladder_.tempering = Tempering::likelihood;
  EXPECT_NEAR(look(*make_swap_test("corrected", "batch = 50"))[0].mean,
              4 * sum_of_differences(0, 50, 2, 0), 1e-9);
}

TEST_F(SwapEvidence, GrowsForThePairsThatNeedMore) {
  replicas_[3].theta = replicas_[1].theta;
  replicas_[3].theta[0] += 1e-3F;  // a pair that little decides
  const auto differences = look(*make_swap_test("barker", "batch = 25"));
  EXPECT_EQ(differences[1].n_examples, 25u);
  EXPECT_EQ(differences[0].n_examples, n_points);
  EXPECT_EQ(differences[0].variance, 0);
  const Energy lower = potential_->energy(replicas_[2].theta);
  const Energy upper = potential_->energy(replicas_[0].theta);
  EXPECT_EQ(differences[0].mean, lower.U + lower.V - (upper.U + upper.V));
}

TEST_F(SwapEvidence, DoublesFromRoundToRound) {
  replicas_[0].theta = replicas_[2].theta;
  replicas_[0].theta[0] += 0.05F;
  const auto barker = make_swap_test("barker", "batch = 10");
  const auto difference = look(*barker)[0];
  EXPECT_EQ(difference.n_examples, 80u);
  EXPECT_NEAR(difference.mean, 2.5 * sum_of_differences(0, 80, 2, 0) + prior_difference(2, 0),
              1e-9);
}

TEST_F(SwapEvidence, NamesTheReplicaThatDiverged) {
  replicas_[3].theta[0] = std::numeric_limits<float>::infinity();
  try {
    look(*make_swap_test("corrected", "batch = 50"));
    FAIL();
  } catch (const NumericalError& error) {
    EXPECT_NE(std::string(error.what()).find("replica 3 on rung 3"), std::string::npos)
        << error.what();
  }
}

TEST_F(SwapEvidence, IsNotWantedByTestsOnAllOfTheData) {
  EXPECT_TRUE(takes_energies(*make_swap_test("exact"), *potential_));
  EXPECT_TRUE(takes_energies(*make_swap_test("barker", "batch = 200"), *potential_));
  EXPECT_FALSE(takes_energies(*make_swap_test("barker", "batch = 199"), *potential_));
}

}  // namespace
}  // namespace temper
