#include "potential/valley.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "config/section.h"
#include "potential/potentials.h"

namespace temper {
namespace {

constexpr double local_curvature = 40, barrier_curvature = 10, global_curvature = 4;
constexpr double wavelength = 1.5;
constexpr double two_pi = 2 * std::numbers::pi;

/// Where a parabola of this curvature about `minimum` meets that of the barrier.
constexpr double meeting(double curvature, double minimum) {
  return (curvature * minimum + barrier_curvature * Valley::barrier) /
         (curvature + barrier_curvature);
}

/// From the minimum up to the barrier, nats.
constexpr double height(double curvature, double minimum) {
  const double gap = Valley::barrier - minimum;
  return gap * gap / 2 * curvature * barrier_curvature / (curvature + barrier_curvature);
}

constexpr double U_barrier = Valley::U_global + height(global_curvature, Valley::global);
constexpr double U_local = U_barrier - height(local_curvature, Valley::local);

/// U along the line at x, and its slope.
double parabola(double bottom, double curvature, double centre, double x, double& slope) {
  slope = curvature * (x - centre);
  return bottom + slope * (x - centre) / 2;
}

}  // namespace

Valley::Valley(const Section& options)
    : LinePotential(options, /*usual_dim=*/1),
      n_points_(options.count("points", {.fallback = 256,
                                         .min = 1,
                                         .max = 1'000'000,
                                         .help = "N, examples with a curve of their own"})),
      noise_(options.number(
          "noise",
          {.fallback = 18.0, .min = 0, .help = "height of an example's wave, times N, nats"})) {}

double Valley::along(double x, double& slope) const {
  if (x < meeting(local_curvature, local))
    return parabola(U_local, local_curvature, local, x, slope);
  if (x < meeting(global_curvature, global))
    return parabola(U_barrier, -barrier_curvature, barrier, x, slope);
  return parabola(U_global, global_curvature, global, x, slope);
}

double Valley::angle_at(double x, std::size_t example) const {
  const double share = static_cast<double>(example) / static_cast<double>(n_points_);
  return two_pi * (x / wavelength + share);
}

void Valley::gradients(std::span<GradientTask> group) {
  AnalyticPotential::gradients(group);
  for (auto& task : group) {
    if (task.batch.empty()) continue;
    double wave = 0, slope = 0;
    for (const auto i : task.batch) {
      const double angle = angle_at(task.theta[0], i);
      wave += std::cos(angle);
      slope -= two_pi / wavelength * std::sin(angle);
    }
    const double scale = noise_ / static_cast<double>(task.batch.size());
    task.energy.U += scale * wave;
    task.gradient[0] += static_cast<float>(task.weights.U * scale * slope);
  }
}

void Valley::pointwise(std::span<const float> theta, Batch batch, std::span<double> out) {
  const double share = energy(theta).U / static_cast<double>(n_points_);
  for (std::size_t b = 0; b < out.size(); ++b) {
    const std::size_t i = batch.empty() ? b : batch[b];
    const double wave = std::cos(angle_at(theta[0], i));
    out[b] = share + noise_ / static_cast<double>(n_points_) * wave;
  }
}

void Valley::start_between(double low, double high, std::span<float> theta, Rng& rng) const {
  std::fill(theta.begin(), theta.end(), 0.0F);
  theta[0] = static_cast<float>(low + (high - low) * rng.uniform());
}

void Valley::initialise(std::span<float> theta, Rng& rng) const {
  start_between(-2.5, 4, theta, rng);
}

void Valley::initialise_first(std::span<float> theta, Rng& rng) const {
  start_between(-1.9, -1.7, theta, rng);
}

namespace {

const bool registered =
    potentials().add("valley", "a steep local minimum beside a deeper wide one, with minibatches",
                     [](const Section& options) { return std::make_unique<Valley>(options); });

}  // namespace
}  // namespace temper
