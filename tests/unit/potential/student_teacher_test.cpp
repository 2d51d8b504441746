// The closed form against the mean over sampled inputs, its gradient against central differences,
// and its global minimum.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "config/section.h"
#include "potential/potentials.h"

namespace temper {
namespace {

constexpr std::size_t n_inputs = 4, n_units = 5;

std::unique_ptr<Potential> make(const std::string& toml) {
  return potentials().find("student-teacher")->make(Section::of("potential", toml));
}

double relu_net(std::span<const float> weights, std::span<const double> x) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); i += x.size()) {
    double dot = 0;
    for (std::size_t k = 0; k < x.size(); ++k) dot += weights[i + k] * x[k];
    sum += std::max(0.0, dot);
  }
  return sum;
}

std::vector<float> identity(std::size_t n) {
  std::vector<float> weights(n * n, 0.0F);
  for (std::size_t i = 0; i < n; ++i) weights[i * n + i] = 1;
  return weights;
}

// Statistical: 200,000 inputs, fixed seed; a correct formula is further off than 4.5 standard
// errors for one good seed in 147,000.
TEST(StudentTeacher, ClosedFormIsTheMeanOverInputs) {
  const auto potential = make("inputs = 4\nhidden = 5\nscale = 1");
  std::vector<float> student(n_units * n_inputs);
  Rng rng({3, Stream::init});
  potential->initialise(student, rng);
  const auto teacher = identity(n_inputs);
  constexpr std::size_t n_draws = 200'000;
  double sum = 0, squares = 0;
  std::vector<double> x(n_inputs);
  for (std::size_t draw = 0; draw < n_draws; ++draw) {
    for (double& element : x) element = rng.normal();
    const double residual = relu_net(student, x) - relu_net(teacher, x);
    sum += residual * residual / 2;
    squares += std::pow(residual, 4) / 4;
  }
  const double mean = sum / n_draws;
  const double standard_error = std::sqrt((squares / n_draws - mean * mean) / n_draws);
  EXPECT_LT(std::abs(potential->energy(student).U - mean), 4.5 * standard_error);
  EXPECT_LT(standard_error, 0.02 * mean);
}

TEST(StudentTeacher, GradientIsThatOfTheEnergy) {
  const auto potential = make("inputs = 4\nhidden = 5");
  std::vector<float> theta(n_units * n_inputs), gradient(theta.size());
  Rng rng({1, Stream::init});
  potential->initialise(theta, rng);
  for (const Weights weights : {Weights{1, 1}, Weights{0.3, 2}}) {
    const Energy same = potential->gradient(theta, {}, weights, gradient);
    EXPECT_EQ(same.U, potential->energy(theta).U);
    for (std::size_t i = 0; i < theta.size(); ++i) {
      const auto energy_at = [&](float element) {
        auto moved = theta;
        moved[i] = element;
        const Energy energy = potential->energy(moved);
        return weights.U * energy.U + weights.V * energy.V;
      };
      const float low = theta[i] - 1e-3F, high = theta[i] + 1e-3F;
      const double slope = (energy_at(high) - energy_at(low)) / (double{high} - low);
      EXPECT_NEAR(gradient[i], slope, 1e-3 * (1 + std::abs(slope))) << "parameter " << i;
    }
  }
}

TEST(StudentTeacher, TheTeacherIsTheGlobalMinimum) {
  const auto potential = make("inputs = 20\nhidden = 20");
  const auto teacher = identity(20);
  EXPECT_NEAR(potential->energy(teacher).U, 0, 1e-9);
  std::vector<float> gradient(400);
  potential->gradient(teacher, {}, {1, 0}, gradient);
  for (const float element : gradient) EXPECT_NEAR(element, 0, 1e-4);
}

TEST(StudentTeacher, AUnitOfZerosHasAGradient) {
  const auto potential = make("inputs = 4\nhidden = 5");
  std::vector<float> theta(n_units * n_inputs, 0.0F), gradient(theta.size());
  const Energy energy = potential->gradient(theta, {}, {1, 1}, gradient);
  EXPECT_TRUE(std::isfinite(energy.U));
  for (const float element : gradient) EXPECT_LT(element, 0);
}

}  // namespace
}  // namespace temper
