// The same bits however tasks are grouped and however often they are asked for.

#include <gtest/gtest.h>

#include <numeric>

#include "posterior/network_posterior.h"
#include "unit/posterior/small_data.h"

namespace temper {
namespace {

constexpr std::size_t n_replicas = 5;

std::vector<Floats> starts(const NetworkPosterior& posterior) {
  std::vector<Floats> starts(n_replicas, Floats(posterior.dim()));
  for (std::uint32_t replica = 0; replica < n_replicas; ++replica) {
    Rng rng({1, Stream::init, replica});
    posterior.initialise(starts[replica], rng);
  }
  return starts;
}

/// One task a replica, each with a minibatch of its own.
struct Tasks {
  explicit Tasks(const std::vector<Floats>& thetas) : gradients(thetas) {
    for (std::uint32_t i = 0; i < n_replicas; ++i) {
      batches.push_back({i, 7u + i, 3u * i, 1});
      tasks.push_back({thetas[i], batches[i], {1.5, 0.5}, gradients[i], {}});
    }
  }

  std::vector<Floats> gradients;
  std::vector<std::vector<std::uint32_t>> batches;
  std::vector<GradientTask> tasks;
};

/// Dense layers, or all the others.
class PosteriorBits : public testing::TestWithParam<bool> {
 protected:
  std::unique_ptr<NetworkPosterior> posterior =
      GetParam() ? small_posterior(small_images(600), image_layers)
                 : small_posterior(small_classification(600));
};

TEST_P(PosteriorBits, AGroupGivesWhatItsTasksGiveOneByOne) {
  const auto thetas = starts(*posterior);

  Tasks grouped(thetas), alone(thetas);
  posterior->gradients(grouped.tasks);
  for (std::size_t i = n_replicas; i-- > 0;) posterior->gradients({&alone.tasks[i], 1});

  for (std::size_t i = 0; i < n_replicas; ++i) {
    EXPECT_EQ(grouped.gradients[i], alone.gradients[i]) << "replica " << i;
    EXPECT_EQ(grouped.tasks[i].energy.U, alone.tasks[i].energy.U) << "replica " << i;
  }
}

TEST_P(PosteriorBits, EnergyIsTheSameAfterOtherWork) {
  const auto thetas = starts(*posterior);
  const Energy first = posterior->energy(thetas[0]);
  Tasks other(thetas);
  posterior->gradients(other.tasks);
  posterior->energy(thetas[1]);
  const Energy again = posterior->energy(thetas[0]);
  EXPECT_EQ(first.U, again.U);
  EXPECT_EQ(first.V, again.V);
}

TEST_P(PosteriorBits, TheWholeDataIsTheSameAsABatchOfAllItsRows) {
  const auto theta = starts(*posterior)[0];
  std::vector<std::uint32_t> all(600);
  std::iota(all.begin(), all.end(), 0u);
  Floats viewed(theta.size()), gathered(theta.size());
  const Energy energy = posterior->gradient(theta, {}, {}, viewed);
  EXPECT_EQ(energy.U, posterior->gradient(theta, all, {}, gathered).U);
  EXPECT_EQ(energy.U, posterior->energy(theta).U);
  EXPECT_EQ(viewed, gathered);
}

INSTANTIATE_TEST_SUITE_P(Layers, PosteriorBits, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "Images" : "Dense"; });

}  // namespace
}  // namespace temper
