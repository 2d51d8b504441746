#include "data/pool.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Pool, AveragesSquaresOfEachChannel) {
  RawData raw;
  raw.input_shape = {2, 2, 4};
  raw.inputs = RawMatrix(16, std::vector<double>{1, 2, 3, 4,  //
                                                 5, 6, 7, 8,  //
                                                 0, 0, 0, 4,  //
                                                 0, 4, 0, 0});
  pool_images(raw, 2);
  EXPECT_EQ(raw.input_shape, (std::vector<std::size_t>{2, 1, 2}));
  std::vector<double> pooled(4);
  raw.inputs.row(0, pooled);
  EXPECT_EQ(pooled, (std::vector<double>{3.5, 5.5, 1, 1}));
}

TEST(Pool, NeedsImagesThatItDivides) {
  EXPECT_TRUE(can_pool({1, 28, 28}, 7));
  EXPECT_FALSE(can_pool({1, 28, 28}, 3));
  EXPECT_FALSE(can_pool({1, 4, 6}, 4));
  EXPECT_FALSE(can_pool({784}, 2));
}

}  // namespace
}  // namespace temper
