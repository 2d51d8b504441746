// Every activation under every loss: losses and gradients of the float32 network against a plain
// float64 network, its gradient by central differences.

#include <gtest/gtest.h>

#include "config/section.h"
#include "net/activation.h"
#include "net/build_network.h"
#include "random/rng.h"
#include "statistical/as_word.h"
#include "unit/net/reference_net.h"

namespace temper {
namespace {

constexpr std::size_t n_inputs = 3, n_units = 6, n_rows = 6, n_targets = 2, n_classes = 3;

/// What [model] says, for what targets, and U of one example by the net's outputs.
struct LossCase {
  std::string name, toml;
  TargetSpec targets;
  std::size_t n_outputs;
  double (*reference)(const Doubles& outputs, const double* theta, std::size_t row);
};

std::size_t class_of(std::size_t row, std::size_t n) { return row * 7 % n; }
double target_of(std::size_t row, std::size_t j) {
  return 0.7 * std::sin(3.0 * double(row + 5 * j));
}

double gaussian_sum(const Doubles& out, std::size_t row,
                    double (*log_sd)(std::size_t, const double*), const double* from) {
  double sum = 0;
  for (std::size_t j = 0; j < n_targets; ++j)
    sum += reference_gaussian(target_of(row, j), out[j], log_sd(j, from));
  return sum;
}

const TargetSpec numbers = {0, n_targets, {0, 0}, {1, 1}};

const LossCase loss_cases[] = {
    {"softmax",
     "loss = 'softmax'",
     {n_classes, 0},
     n_classes,
     [](const Doubles& out, const double*, std::size_t row) {
       return reference_softmax(out, class_of(row, n_classes));
     }},
    {"bernoulli",
     "loss = 'bernoulli'",
     {2, 0},
     1,
     [](const Doubles& out, const double*, std::size_t row) {
       return reference_bernoulli(out[0], class_of(row, 2));
     }},
    {"given", "noise_sd = 0.5", numbers, n_targets,
     [](const Doubles& out, const double*, std::size_t row) {
       return gaussian_sum(out, row, [](std::size_t, const double*) { return std::log(0.5); }, {});
     }},
    {"learned", "noise_sd = 'learned'", numbers, n_targets,
     [](const Doubles& out, const double* theta, std::size_t row) {
       return gaussian_sum(
           out, row, [](std::size_t j, const double* own) { return own[j]; }, theta);
     }},
    {"predicted", "noise_sd = 'predicted'", numbers, 2 * n_targets,
     [](const Doubles& out, const double*, std::size_t row) {
       return gaussian_sum(
           out, row,
           [](std::size_t j, const double* all) {
             const double x = all[n_targets + j];
             return x <= 1 ? x : 1 + std::log(x);
           },
           out.data());
     }},
    {"predicted_least", "noise_sd = 'predicted'",
     TargetSpec{0, n_targets, {0, 0}, {1, 1}, {0.3, 0.01}}, 2 * n_targets,
     [](const Doubles& out, const double*, std::size_t row) {
       return gaussian_sum(
           out, row,
           [](std::size_t j, const double* all) {
             const double x = all[n_targets + j], least = j == 0 ? 0.3 : 0.01;
             return std::log(least + (x <= 1 ? std::exp(x) : std::exp(1.0) * x));
           },
           out.data());
     }},
};

/// Six examples with both kinds of targets.
struct Sample {
  Sample(std::size_t classes) {
    Rng rng({3, Stream::synthetic});
    for (std::size_t i = 0; i < n_rows * n_inputs; ++i)
      x.push_back(static_cast<float>(rng.normal()));
    for (std::size_t row = 0; row < n_rows; ++row) {
      labels.push_back(static_cast<std::int32_t>(class_of(row, classes)));
      for (std::size_t j = 0; j < n_targets; ++j)
        y.push_back(static_cast<float>(target_of(row, j)));
    }
  }
  Examples examples() const { return {n_rows, x, {y, labels}}; }

  std::vector<float> x, y;
  std::vector<std::int32_t> labels;
};

double reference_loss(const LossCase& loss, const std::string& activation, const Sample& sample,
                      const Doubles& theta, std::size_t row) {
  const double* rest = theta.data();
  const auto first = sample.x.begin() + static_cast<std::ptrdiff_t>(row * n_inputs);
  const Doubles hidden = reference_dense({first, first + n_inputs}, n_units, activation, rest);
  const Doubles outputs = reference_dense(hidden, loss.n_outputs, "identity", rest);
  return loss.reference(outputs, rest, row);
}

double reference_sum(const LossCase& loss, const std::string& activation, const Sample& sample,
                     const Doubles& theta) {
  double sum = 0;
  for (std::size_t row = 0; row < n_rows; ++row)
    sum += reference_loss(loss, activation, sample, theta, row);
  return sum;
}

Floats random_theta(std::size_t n) {
  Rng rng({5, Stream::init});
  Floats theta(n);
  for (float& value : theta) value = static_cast<float>(0.4 * rng.normal());
  return theta;
}

class Gradient : public testing::TestWithParam<std::tuple<LossCase, std::string>> {
 protected:
  const LossCase& loss() const { return std::get<0>(GetParam()); }
  const std::string& activation() const { return std::get<1>(GetParam()); }
  std::unique_ptr<Network> network() const {
    const std::string layer = "\n[[layer]]\nunits = 6\nactivation = '" + activation() + "'\n";
    return build_network(Section::of("model", loss().toml + layer), {n_inputs}, loss().targets);
  }
};

// Float32 carries 6e-8 relatively and sums of some ten terms of order 1: 2e-6 is ample, and a
// wrong term would be of order 0.1.
constexpr double tolerance = 2e-6;

TEST_P(Gradient, LossesAgreeWithFloat64) {
  const auto net = network();
  const Sample sample(loss().targets.n_classes > 0 ? loss().targets.n_classes : 1);
  const Floats theta = random_theta(net->dim());
  std::vector<double> losses(n_rows);
  net->losses(theta, sample.examples(), losses);
  for (std::size_t row = 0; row < n_rows; ++row) {
    const double expected =
        reference_loss(loss(), activation(), sample, {theta.begin(), theta.end()}, row);
    EXPECT_NEAR(losses[row], expected, tolerance * (1 + expected)) << "row " << row;
  }
}

TEST_P(Gradient, AgreesWithCentralDifferencesInFloat64) {
  constexpr double scale = 1.5, start = 0.25, step = 1e-5;
  const auto net = network();
  const Sample sample(loss().targets.n_classes > 0 ? loss().targets.n_classes : 1);
  const Floats theta = random_theta(net->dim());
  Floats gradient(net->dim(), static_cast<float>(start));
  std::vector<double> losses(n_rows);
  net->gradient(theta, sample.examples(), scale, losses, gradient);

  for (std::size_t i = 0; i < theta.size(); ++i) {
    Doubles up(theta.begin(), theta.end()), down = up;
    up[i] += step, down[i] -= step;
    const double slope = (reference_sum(loss(), activation(), sample, up) -
                          reference_sum(loss(), activation(), sample, down)) /
                         (2 * step);
    EXPECT_NEAR(gradient[i], start + scale * slope, tolerance * (10 + std::abs(slope)))
        << "parameter " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(EveryLossAndActivation, Gradient,
                         testing::Combine(testing::ValuesIn(loss_cases),
                                          testing::ValuesIn(activations().names())),
                         [](const auto& tested) {
                           return std::get<0>(tested.param).name + "_" +
                                  as_word(std::get<1>(tested.param));
                         });

}  // namespace
}  // namespace temper
