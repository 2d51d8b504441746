#include "statistics/series_estimate.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(SeriesEstimate, AddsPullsSweepBySweep) {
  SeriesEstimate sum;
  sum += {1.5, {{1, -1, 2, -2}}};
  sum -= {0.5, {{1, -1, 2, -2}}};
  EXPECT_EQ(sum.value, 1);
  EXPECT_EQ(sum.pull, (Copies{{0, 0, 0, 0}}));
  EXPECT_EQ(sum.standard_error(), 0);  // what cancels in every sweep is no error
}

TEST(SeriesEstimate, TakesKnownNumbers) {
  SeriesEstimate sum;
  sum += {2, {}};
  sum += {1, {{3, 4}}};
  sum += {1, {}};
  EXPECT_EQ(sum.value, 4);
  EXPECT_EQ(sum.pull, (Copies{{3, 4}}));
}

}  // namespace
}  // namespace temper
