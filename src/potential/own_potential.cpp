#include "potential/own_potential.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/half_log_2pi.h"
#include "base/out_of_bounds.h"
#include "base/rank_error.h"
#include "config/section.h"
#include "potential/own_check.h"
#include "potential/parameter_names.h"

namespace temper {
namespace {

double squared_distance(std::span<const double> theta, double mean) {
  double sum = 0;
  for (const double value : theta) sum += (value - mean) * (value - mean);
  return sum;
}

double minus_log_density(const NormalReference& normal, std::span<const double> theta) {
  const double constant = std::log(normal.sd) + half_log_2pi;
  return squared_distance(theta, normal.mean) / (2 * normal.sd * normal.sd) +
         static_cast<double>(theta.size()) * constant;
}

/// A U that isn't finite says that theta is out of bounds, unless theta has diverged.
double within_bounds(double U, std::span<const double> theta) {
  if (std::isfinite(U) || U < 0) return U;
  const bool has_diverged =
      !std::all_of(theta.begin(), theta.end(), [](double value) { return std::isfinite(value); });
  return has_diverged ? U : out_of_bounds;
}

}  // namespace

OwnPotential::OwnPotential(std::unique_ptr<OwnModel> model,
                           std::optional<NormalReference> reference)
    : model_(std::move(model)), reference_(reference) {}

Energy OwnPotential::with_reference(std::span<const double> theta, Energy energy) const {
  energy.U = within_bounds(energy.U, theta);
  if (!reference_) return energy;
  const double V = minus_log_density(*reference_, theta);
  return {energy.U + energy.V - V, V};
}

Energy OwnPotential::energy(std::span<const float> theta) {
  theta_.assign(theta.begin(), theta.end());
  U_.resize(1);
  V_.resize(1);
  model_->evaluate({1, theta_, U_, V_, {}, {}});
  return with_reference(theta_, {U_[0], V_[0]});
}

double OwnPotential::prior_energy(std::span<const float> theta) {
  if (!reference_) return energy(theta).V;
  theta_.assign(theta.begin(), theta.end());
  return minus_log_density(*reference_, theta_);
}

void OwnPotential::gradients(std::span<GradientTask> group) {
  const std::size_t P = dim();
  if (!group.front().batch.empty() && model_->has_rows()) {
    for (auto& task : group) gradient_of_rows(task);
    return;
  }
  theta_.clear();
  for (const auto& task : group) theta_.insert(theta_.end(), task.theta.begin(), task.theta.end());
  U_.resize(group.size());
  V_.resize(group.size());
  grad_U_.resize(group.size() * P);
  grad_V_.resize(group.size() * P);
  model_->evaluate({group.size(), theta_, U_, V_, grad_U_, grad_V_});
  for (std::size_t i = 0; i < group.size(); ++i) finish(group[i], {U_[i], V_[i]}, i * P);
}

void OwnPotential::gradient_of_rows(GradientTask& task) {
  const double share = static_cast<double>(n_points()) / static_cast<double>(task.batch.size());
  theta_.assign(task.theta.begin(), task.theta.end());
  U_.resize(task.batch.size());
  grad_U_.resize(dim());
  grad_V_.resize(dim());
  OwnRows rows{theta_, task.batch, U_, 0, grad_U_, grad_V_};
  model_->evaluate_rows(rows);
  double U = 0;
  for (const double of_example : U_) U += of_example;
  for (double& slope : grad_U_) slope *= share;
  finish(task, {share * U, rows.V}, 0);
}

/// From the model's own energy and gradients, which start at `offset` of the buffers.
void OwnPotential::finish(GradientTask& task, Energy energy, std::size_t offset) {
  const auto theta = std::span(theta_).subspan(offset, dim());
  const auto [U_weight, V_weight] = task.weights;
  task.energy = with_reference(theta, energy);
  for (std::size_t i = 0; i < theta.size(); ++i) {
    double slope = U_weight * grad_U_[offset + i];
    if (reference_) {
      const double of_normal = (theta[i] - reference_->mean) / (reference_->sd * reference_->sd);
      slope += U_weight * grad_V_[offset + i] + (V_weight - U_weight) * of_normal;
    } else {
      slope += V_weight * grad_V_[offset + i];
    }
    task.gradient[i] = static_cast<float>(slope);
  }
}

void OwnPotential::pointwise(std::span<const float> theta, Batch batch, std::span<double> out) {
  if (!model_->has_rows()) {
    std::fill(out.begin(), out.end(), energy(theta).U);
    return;
  }
  std::vector<std::uint32_t> rows(batch.begin(), batch.end());
  for (auto row = static_cast<std::uint32_t>(rows.size()); row < out.size(); ++row)
    rows.push_back(row);
  theta_.assign(theta.begin(), theta.end());
  OwnRows call{theta_, rows, out, 0, {}, {}};
  model_->evaluate_rows(call);
  if (!reference_) return;
  const double rest =
      (call.V - minus_log_density(*reference_, theta_)) / static_cast<double>(n_points());
  for (double& of_example : out) of_example += rest;
}

bool OwnPotential::has_prior_draws() const { return reference_ || model_->has_prior_draws(); }

void OwnPotential::draw(std::span<double> theta, Rng& rng) const {
  if (!reference_) return model_->draw_prior(theta, rng);
  for (double& value : theta) value = reference_->mean + reference_->sd * rng.normal();
}

void OwnPotential::draw_prior(std::span<float> theta, Rng& rng) const {
  std::vector<double> drawn(dim());
  draw(drawn, rng);
  std::transform(drawn.begin(), drawn.end(), theta.begin(),
                 [](double value) { return static_cast<float>(value); });
}

void OwnPotential::start(std::span<double> theta, Rng& rng) const {
  if (model_->start(theta, rng)) return;
  if (model_->has_prior_draws()) return model_->draw_prior(theta, rng);
  constexpr double reach = 2;
  for (double& value : theta) value = reach * (2 * rng.uniform() - 1);
}

void OwnPotential::initialise(std::span<float> theta, Rng& rng) const {
  constexpr int most_tries = 100;
  std::vector<double> drawn(dim()), U(1), V(1);
  for (int i = 0; i < most_tries; ++i) {
    start(drawn, rng);
    std::transform(drawn.begin(), drawn.end(), theta.begin(),
                   [](double value) { return static_cast<float>(value); });
    drawn.assign(theta.begin(), theta.end());
    model_->evaluate({1, drawn, U, V, {}, {}});
    if (std::isfinite(U[0] + V[0])) return;
  }
  throw RankError(
      fmt::format("{}: no start found: U = {}, V = {} at the last of {} starting points ({}); let "
                  "it say where to start, within its bounds",
                  model_->label(), U[0], V[0], most_tries, text_of(drawn, model_->names())));
}

std::vector<ParameterBlock> OwnPotential::layout() const {
  return blocks_of(model_->names(), dim());
}

void OwnPotential::measure(std::span<const float> theta, std::span<double> out) {
  if (out.empty()) return;
  theta_.assign(theta.begin(), theta.end());
  model_->measure(theta_, out);
}

std::unique_ptr<Potential> make_own_potential(std::unique_ptr<OwnModel> model,
                                              const Section& options) {
  const auto kind =
      options.choice("reference", {"none", "normal"}, "none",
                     "normal: the ladder goes from N(reference_mean, reference_sd²) at beta = 0 "
                     "to exp(-U - V) at beta = 1");
  NormalReference normal;
  normal.mean = options.number("reference_mean", {.fallback = 0.0, .help = "of each parameter"});
  normal.sd = options.number("reference_sd", {.fallback = 1.0, .min = 0, .above_min = true});
  const bool checks = options.flag(
      "check", true, "at the start: evaluate twice, and compare gradients with differences");
  if (!model) return nullptr;  // a section of defaults: temper list
  const bool has_reference = kind == "normal";
  auto potential = std::make_unique<OwnPotential>(
      std::move(model), has_reference ? std::optional(normal) : std::nullopt);
  if (checks) check_own(*potential);
  return potential;
}

}  // namespace temper
