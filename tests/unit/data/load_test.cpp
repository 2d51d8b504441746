#include "data/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/errors.h"
#include "comm/communicator.h"
#include "config/section.h"

namespace temper {
namespace {

Dataset load(const std::string& toml, std::uint64_t seed = 1) {
  return load_dataset(Section::of("data", toml), seed, Communicator::world());
}

std::string error_of(const std::string& toml) {
  try {
    load(toml);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

double mean_of(std::span<const float> values, std::size_t n_columns, std::size_t column) {
  double sum = 0;
  for (std::size_t i = column; i < values.size(); i += n_columns) sum += values[i];
  return sum / static_cast<double>(values.size() / n_columns);
}

TEST(LoadDataset, IrisIsSplitByClassAndStandardisedByItsTrainingPart) {
  const Dataset iris = load("source = 'iris'");
  EXPECT_EQ(iris.class_names, (std::vector<std::string>{"setosa", "versicolor", "virginica"}));
  EXPECT_EQ(iris.input_shape, (std::vector<std::size_t>{4}));
  EXPECT_EQ(iris.input_names[3], "petal_width_cm");
  EXPECT_EQ(iris.train.n, 120u);
  EXPECT_EQ(iris.validation.n, 15u);
  EXPECT_EQ(iris.test.n, 15u);
  for (const int label : {0, 1, 2})
    EXPECT_EQ(std::count(iris.test.labels.begin(), iris.test.labels.end(), label), 5);
  for (std::size_t column = 0; column < 4; ++column)
    EXPECT_NEAR(mean_of(iris.train.inputs, 4, column), 0, 1e-6);
  EXPECT_GT(std::abs(mean_of(iris.test.inputs, 4, 0)), 1e-3);
}

TEST(LoadDataset, FashionMnistKeepsItsTestSplit) {
  const Dataset fashion = load("source = 'fashion-mnist'");
  EXPECT_EQ(fashion.input_shape, (std::vector<std::size_t>{1, 28, 28}));
  EXPECT_EQ(fashion.train.n, 54000u);
  EXPECT_EQ(fashion.validation.n, 6000u);
  EXPECT_EQ(fashion.test.n, 10000u);
  EXPECT_EQ(fashion.class_names[9], "Ankle boot");
  EXPECT_EQ(fashion.test.labels[0], 9);  // of the first image of t10k-labels-idx1-ubyte
  EXPECT_EQ(fashion.test.labels[1], 2);
}

TEST(LoadDataset, NamesTheNearestSource) {
  EXPECT_NE(error_of("source = 'fasion-mnist'").find("'fashion-mnist'"), std::string::npos);
}

}  // namespace
}  // namespace temper
