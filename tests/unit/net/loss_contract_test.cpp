// Every loss of the registry, for every kind of targets and of noise that it takes: gradients
// against central differences, its Fisher roots against its gradients, and its predictions and
// their noise against its values.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/errors.h"
#include "config/section.h"
#include "net/loss.h"
#include "net/shape.h"
#include "net/target_noise.h"
#include "unit/net/random_floats.h"

namespace temper {
namespace {

constexpr std::size_t n_rows = 5;

struct LossUse {
  std::string name;  ///< of the loss
  std::string toml;
  TargetSpec targets;
};

std::unique_ptr<Loss> made(const LossUse& use) {
  return losses().find(use.name)->make(Section::of("model", use.toml), use.targets);
}

/// All that losses are made for: classes, and numbers that may be counts, with any noise.
std::vector<LossUse> all_uses() {
  const TargetSpec numbers = {.n_targets = 2, .mean = {2.5, 4}, .sd = {2, 3}};
  std::vector<LossUse> uses;
  for (const auto& name : losses().names()) {
    for (const std::size_t n_classes : {2u, 3u}) uses.push_back({name, "", {n_classes}});
    for (const auto* noise : {"", "noise_sd = 0.7", "noise_sd = 'predicted'"})
      uses.push_back({name, noise, numbers});
  }
  return uses;
}

std::vector<LossUse> uses_that_are_taken() {
  auto uses = all_uses();
  std::erase_if(uses, [](const LossUse& use) {
    try {
      made(use);
      return false;
    } catch (const UsageError&) {
      return true;
    }
  });
  return uses;
}

class LossContract : public testing::TestWithParam<LossUse> {
 protected:
  LossContract() {
    loss->prepare(n_rows);
    for (const Block& block : loss->blocks()) n_parameters += volume(block.shape);
    theta = random_floats(n_parameters, 7, 0, 0.5);
    outputs = random_floats(n_rows * n_out, 7, 1, 0.5);
    for (std::size_t row = 0; row < n_rows; ++row) {
      if (spec.n_classes > 0) labels.push_back(static_cast<std::int32_t>(row % spec.n_classes));
      for (std::size_t j = 0; j < spec.n_targets; ++j)
        values.push_back(static_cast<float>((number_of(row, j) - spec.mean[j]) / spec.sd[j]));
    }
  }

  /// A target in original units: a count, since some losses want those.
  static double number_of(std::size_t row, std::size_t j) {
    return static_cast<double>((3 * row + 5 * j) % 8);
  }

  Targets targets(std::size_t first = 0, std::size_t rows = n_rows) const {
    const std::span<const float> all = values;
    const std::span<const std::int32_t> classes = labels;
    return {all.subspan(first * spec.n_targets, rows * spec.n_targets),
            spec.n_classes > 0 ? classes.subspan(first, rows) : classes};
  }

  std::vector<double> losses_at(const Floats& own, const Floats& out) const {
    std::vector<double> found(n_rows);
    loss->losses(own, out, targets(), found);
    return found;
  }
  double sum_at(const Floats& own, const Floats& out) const {
    double sum = 0;
    for (const double value : losses_at(own, out)) sum += value;
    return sum;
  }

  /// By a central difference of `at`, whose argument is a copy of `from` with element i moved.
  template <class Function>
  static double slope(const Floats& from, std::size_t i, Function at) {
    constexpr float step = 1.0F / 256;  // exact in float32 beside what it is added to
    auto low = from, high = from;
    low[i] -= step;
    high[i] += step;
    return (at(high) - at(low)) / (double{high[i]} - double{low[i]});
  }

  std::vector<double> predicted(const Floats& out) const {
    std::vector<double> found(n_rows * loss->n_predictions());
    loss->predict(theta, out, found);
    return found;
  }

  std::unique_ptr<Loss> loss = made(GetParam());
  TargetSpec spec = GetParam().targets;
  std::size_t n_out = loss->n_outputs(), n_parameters = 0;
  Floats theta, outputs, values;
  std::vector<std::int32_t> labels;
};

// The differences' own error, their step squared times a third derivative of order 1, is 1e-5.
TEST_P(LossContract, GradientIsTheSlopeOfTheLosses) {
  constexpr double scale = 1.5, start = 0.25, tolerance = 1e-3;
  Floats by_outputs(outputs.size()), by_theta(n_parameters, static_cast<float>(start));
  std::vector<double> found(n_rows);
  loss->gradient({theta, outputs, targets(), scale, found, by_outputs, by_theta});
  const auto expected = losses_at(theta, outputs);
  for (std::size_t row = 0; row < n_rows; ++row)
    EXPECT_NEAR(found[row], expected[row], 1e-6 * (1 + std::abs(expected[row]))) << row;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const double of = slope(outputs, i, [&](const Floats& moved) { return sum_at(theta, moved); });
    EXPECT_NEAR(by_outputs[i], scale * of, tolerance * (1 + std::abs(of))) << "output " << i;
  }
  for (std::size_t i = 0; i < n_parameters; ++i) {
    const double of = slope(theta, i, [&](const Floats& moved) { return sum_at(moved, outputs); });
    EXPECT_NEAR(by_theta[i], start + scale * of, tolerance * (1 + std::abs(of))) << "own " << i;
  }
}

TEST_P(LossContract, RowsDoNotSeeEachOther) {
  const auto together = losses_at(theta, outputs);
  for (std::size_t row = 0; row < n_rows; ++row) {
    double alone = 0;
    loss->losses(theta, std::span(outputs).subspan(row * n_out, n_out), targets(row, 1),
                 {&alone, 1});
    EXPECT_NEAR(alone, together[row], 1e-6 * (1 + std::abs(alone))) << row;
  }
}

TEST_P(LossContract, ANaNStaysOne) {
  outputs[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(losses_at(theta, outputs)[0]));
}

TEST_P(LossContract, FisherRootsMakeUpTheGradient) {
  for (std::size_t row = 0; row < n_rows && loss->n_fisher_roots() > 0; ++row) {
    const auto out = std::span(outputs).subspan(row * n_out, n_out);
    Floats by_outputs(n_out), by_theta(n_parameters), root_out(n_out), root_theta(n_parameters);
    double value = 0;
    loss->gradient({theta, out, targets(row, 1), 1, {&value, 1}, by_outputs, by_theta});
    std::vector<double> sum(n_out + n_parameters);
    for (std::size_t root = 0; root < loss->n_fisher_roots(); ++root) {
      FisherRoot task{theta, out, targets(row, 1), root_out, root_theta};
      loss->fisher_root(root, task);
      for (std::size_t i = 0; i < n_out; ++i) sum[i] += task.pull * root_out[i];
      for (std::size_t i = 0; i < n_parameters; ++i) sum[n_out + i] += task.pull * root_theta[i];
    }
    for (std::size_t i = 0; i < n_out; ++i) EXPECT_NEAR(sum[i], by_outputs[i], 1e-5) << i;
    for (std::size_t i = 0; i < n_parameters; ++i) EXPECT_NEAR(sum[n_out + i], by_theta[i], 1e-5);
  }
}

TEST_P(LossContract, PredictsTheProbabilitiesOfClasses) {
  if (spec.n_classes == 0) return;
  ASSERT_EQ(loss->n_predictions(), spec.n_classes);
  const auto probabilities = predicted(outputs);
  for (std::size_t k = 0; k < spec.n_classes; ++k) {
    labels.assign(n_rows, static_cast<std::int32_t>(k));
    const auto found = losses_at(theta, outputs);
    for (std::size_t row = 0; row < n_rows; ++row)
      EXPECT_NEAR(probabilities[row * spec.n_classes + k], std::exp(-found[row]), 1e-6);
  }
}

TEST_P(LossContract, ItsLossIsMinusTheLogDensityOfItsNoise) {
  if (spec.n_targets == 0) return;
  ASSERT_EQ(loss->n_predictions(), 2 * spec.n_targets);
  const auto found = predicted(outputs);
  const auto expected = losses_at(theta, outputs);
  for (std::size_t row = 0; row < n_rows; ++row) {
    double sum = 0;
    for (std::size_t j = 0; j < spec.n_targets; ++j) {
      const auto* mean = &found[row * loss->n_predictions() + j];
      sum -= loss->noise()->log_density(number_of(row, j), mean[0], mean[spec.n_targets]);
    }
    EXPECT_NEAR(sum, expected[row], 1e-5 * (1 + std::abs(sum))) << row;
  }
}

/// Sums over the distribution around a prediction, whose mass is one.
struct Moments {
  double mass = 0, mean = 0, square = 0;

  void add(double y, double share) {
    mass += share;
    mean += share * y;
    square += share * y * y;
  }
  double sd() const { return std::sqrt(square - mean * mean); }
};

// By steps of a thousandth in asinh((y - mean) / sd), far into heavy tails.
TEST_P(LossContract, ItsNoiseHasThePredictedMeanAndSdAndShares) {
  if (spec.n_targets == 0) return;
  const auto prediction = predicted(outputs);
  const double mean = prediction[0], sd = prediction[spec.n_targets];
  const auto& noise = *loss->noise();
  Moments moments;
  const auto compare = [&](double y, double half_of_last) {
    EXPECT_NEAR(noise.share_below(y, mean, sd), moments.mass - half_of_last, 1e-4) << y;
  };
  if (noise.is_count()) {
    for (int k = 0; k < 2000; ++k) {
      moments.add(k, std::exp(noise.log_density(k, mean, sd)));
      if (k < 20) compare(k, 0);
    }
  } else {
    constexpr double step = 1e-3;
    for (int i = -14'000; i <= 14'000; ++i) {
      const double y = mean + sd * std::sinh(i * step);
      const double share = std::exp(noise.log_density(y, mean, sd)) * sd * std::cosh(i * step);
      moments.add(y, step * share);
      if (i % 500 == 0) compare(y, step * share / 2);
    }
  }
  EXPECT_NEAR(moments.mass, 1, 1e-6);
  EXPECT_NEAR(moments.mean, mean, 1e-5 * (1 + sd));
  EXPECT_NEAR(moments.sd(), sd, 1e-4 * sd);
}

std::string name_of_use(const testing::TestParamInfo<LossUse>& tested) {
  const auto& [name, toml, targets] = tested.param;
  std::string word = name + "Of" + std::to_string(std::max(targets.n_classes, targets.n_targets)) +
                     (targets.n_classes > 0 ? "Classes" : "Numbers") + toml;
  std::erase_if(word, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
  return word;
}

INSTANTIATE_TEST_SUITE_P(Registry, LossContract, testing::ValuesIn(uses_that_are_taken()),
                         name_of_use);

TEST(LossUses, EveryLossHasOne) {
  const auto uses = uses_that_are_taken();
  for (const auto& name : losses().names())
    EXPECT_TRUE(
        std::any_of(uses.begin(), uses.end(), [&](const LossUse& use) { return use.name == name; }))
        << "'" << name << "' takes none of the targets above: add what it takes to all_uses()";
}

}  // namespace
}  // namespace temper
