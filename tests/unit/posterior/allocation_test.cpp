// After its first use a posterior allocates nothing: operator new of this program counts.

#include <gtest/gtest.h>

#include <numeric>

#include "unit/counted_allocations.h"
#include "unit/posterior/small_data.h"

namespace temper {
namespace {

struct Case {
  const char* name;
  Dataset data;
  const char* model;
};

class Allocation : public testing::TestWithParam<Case> {};

TEST_P(Allocation, StepsEnergiesAndMetricsAllocateNothing) {
  const auto posterior = small_posterior(GetParam().data, GetParam().model);
  Floats theta(posterior->dim()), gradient(posterior->dim());
  Rng rng({1, Stream::init});
  posterior->initialise(theta, rng);
  std::vector<std::uint32_t> batch(300);
  std::iota(batch.begin(), batch.end(), 0u);
  std::vector<double> metrics(posterior->metric_names().size()), losses(batch.size());

  const auto work = [&] {
    posterior->gradient(theta, batch, {}, gradient);
    posterior->gradient(theta, {}, {}, gradient);
    posterior->energy(theta);
    posterior->pointwise(theta, batch, losses);
    posterior->measure(theta, metrics);
  };
  work();
  const std::size_t before = n_allocations;
  for (int i = 0; i < 3; ++i) work();
  EXPECT_EQ(n_allocations - before, 0u);
}

TEST(AllocationCount, SeesAVector) {
  const std::size_t before = n_allocations;
  const Floats floats(10);
  EXPECT_EQ(n_allocations - before, 1u);
}

const char* const two_layers = "[[layer]]\nunits = 5\n[[layer]]\nunits = 4\nactivation = 'gelu'";
const char* const predicted = "noise_sd = 'predicted'\n[[layer]]\nunits = 5";

INSTANTIATE_TEST_SUITE_P(LossesAndLayers, Allocation,
                         testing::Values(Case{"softmax", small_classification(400), two_layers},
                                         Case{"images", small_images(400), image_layers},
                                         Case{"learned", small_regression(400), two_layers},
                                         Case{"predicted", small_regression(400), predicted}),
                         [](const auto& tested) { return tested.param.name; });

}  // namespace
}  // namespace temper
