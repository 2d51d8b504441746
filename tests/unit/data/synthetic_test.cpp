#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "unit/data/loading.h"

namespace temper {
namespace {

TEST(Parity, HasEverySequenceOnce) {
  const Dataset parity = load("source = 'parity'\nn = 3");
  EXPECT_EQ(parity.train.n, 8u);
  EXPECT_EQ(parity.test.n, 0u);
  EXPECT_EQ(parity.class_names, (std::vector<std::string>{"even", "odd"}));
  for (std::size_t row = 0; row < 8; ++row) {
    const auto* bits = &parity.train.inputs[3 * row];
    const auto n_ones = std::count(bits, bits + 3, 1.0f);
    EXPECT_EQ(std::count(bits, bits + 3, -1.0f), 3 - n_ones);
    EXPECT_EQ(parity.train.labels[row], n_ones % 2);
  }
}

TEST(Parity, ANumberInTheNameIsN) {
  EXPECT_EQ(load("source = 'parity-5'").checksum, load("source = 'parity'\nn = 5").checksum);
  EXPECT_NE(error_of<UsageError>("source = 'parity-99'").find("2 to 20 bits"), std::string::npos);
  EXPECT_NE(error_of<UsageError>("source = 'iris-5'").find("'iris'"), std::string::npos);
}

TEST(Spirals, LieWithinTheUnitCircleWithoutNoise) {
  const Dataset spirals = load(
      "source = 'spirals'\nclasses = 3\npoints = 300\nnoise = 0\nstandardise = false\n"
      "split = [1, 0, 0]");
  EXPECT_EQ(spirals.n_classes, 3u);
  for (std::size_t i = 0; i < 300; ++i) {
    const double x = spirals.train.inputs[2 * i], y = spirals.train.inputs[2 * i + 1];
    const double radius = std::hypot(x, y);
    const double angle = 2 * M_PI * (1.5 * radius + spirals.train.labels[i] / 3.0);
    EXPECT_LE(radius, 1 + 1e-6);
    EXPECT_NEAR(x, radius * std::cos(angle), 1e-5);
    EXPECT_NEAR(y, radius * std::sin(angle), 1e-5);
  }
}

TEST(StudentTeacher, IsASumOfReluUnits) {
  const Dataset data = load(
      "source = 'student-teacher'\npoints = 50\ninputs = 3\nhidden = 2\nstandardise = false\n"
      "split = [1, 0, 0]");
  EXPECT_EQ(data.task, Task::regression);
  for (std::size_t i = 0; i < 50; ++i)
    EXPECT_FLOAT_EQ(data.train.targets[i], std::max(0.0f, data.train.inputs[3 * i]) +
                                               std::max(0.0f, data.train.inputs[3 * i + 1]));
  EXPECT_NE(error_of<UsageError>("source = 'student-teacher'\ninputs = 2\nhidden = 3")
                .find("data.hidden"),
            std::string::npos);
}

// 10,000 fair coins: sd 50; |z| < 4.5 fails for 1 seed in 147,000.
TEST(RandomLabels, AreFair) {
  const Dataset data = load("source = 'random-labels'\npoints = 10000\ninputs = 2");
  const auto labels = data.train.labels;
  EXPECT_NEAR(static_cast<double>(std::count(labels.begin(), labels.end(), 1)), 5000, 4.5 * 50);
}

TEST(Synthetic, DataDependOnTheirOwnSeedOnly) {
  for (const std::string name : {"spirals", "student-teacher", "random-labels"}) {
    const auto toml = "source = '" + name + "'\nsplit = [1, 0, 0]\n";
    EXPECT_EQ(load(toml, 1).checksum, load(toml, 2).checksum) << name;
    EXPECT_NE(load(toml).checksum, load(toml + "data_seed = 2").checksum) << name;
  }
}

}  // namespace
}  // namespace temper
