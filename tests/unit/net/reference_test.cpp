// Losses and gradients of six nets against those that PyTorch computed in float64, committed in
// tests/unit/net/reference with the script that made them.

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "config/section.h"
#include "net/build_network.h"

namespace temper {
namespace {

const std::string folder = TEMPER_SOURCE_DIR "/tests/unit/net/reference/";

using Table = std::map<std::string, std::vector<double>>;

/// Lines `key count values…`; lines that begin with # are passed by.
Table read_table(const std::string& path) {
  std::ifstream file(path);
  Table table;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    std::istringstream words(line);
    std::string key;
    std::size_t count = 0;
    words >> key >> count;
    auto& values = table[key];
    values.resize(count);
    for (double& value : values) words >> value;
    if (!words) throw std::runtime_error(path + ": '" + key + "' is short of numbers");
  }
  return table;
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

template <class T>
std::vector<T> as(const std::vector<double>& values) {
  std::vector<T> result;
  for (const double value : values) result.push_back(static_cast<T>(value));
  return result;
}

TargetSpec targets_of(const Table& table) {
  const auto n = static_cast<std::size_t>(table.at("n_targets")[0]);
  return {static_cast<std::size_t>(table.at("n_classes")[0]), n, std::vector<double>(n, 0.0),
          std::vector<double>(n, 1.0)};
}

/// Float32 against float64, relatively to the largest number: rounding is 6e-8 a step.
void expect_near(std::span<const double> actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  double largest = 0;
  for (const double value : expected) largest = std::max(largest, std::abs(value));
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(actual[i], expected[i], 1e-6 * largest) << "at " << i;
}

class Reference : public testing::TestWithParam<const char*> {};

TEST_P(Reference, LossesAndGradientAgreeWithPyTorch) {
  const Table table = read_table(folder + GetParam() + ".txt");
  const TargetSpec spec = targets_of(table);
  const auto input = as<std::size_t>(table.at("input_shape"));
  const auto model = Section::of("model", read_text(folder + GetParam() + ".toml"));
  const auto net = build_network(model, input, spec);

  const auto inputs = as<float>(table.at("inputs")), theta = as<float>(table.at("theta"));
  const auto values = as<float>(table.at("targets"));
  const auto labels = as<std::int32_t>(table.at("targets"));
  ASSERT_EQ(theta.size(), net->dim());

  std::vector<double> losses(table.at("losses").size());
  Floats gradient(net->dim());
  const auto targets = spec.n_classes > 0 ? Targets{{}, labels} : Targets{values, {}};
  net->gradient(theta, {losses.size(), inputs, targets}, 1, losses, gradient);

  expect_near(losses, table.at("losses"));
  expect_near(std::vector<double>(gradient.begin(), gradient.end()), table.at("gradient"));
}

INSTANTIATE_TEST_SUITE_P(SixNets, Reference,
                         testing::Values("linear_softmax", "tanh_softmax", "relu_bernoulli",
                                         "gelu_learned", "deep_predicted", "conv_residual"));

}  // namespace
}  // namespace temper
