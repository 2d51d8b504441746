#include "train/predict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <variant>

#include "kernel/chosen_kernel.h"
#include "train/run_budget.h"

namespace temper {
namespace {

constexpr const char* by_goal = "run.goal";

const std::vector<Override> predicting_defaults = {
    {"kernel.type", R"("mclmc")", by_goal},
};

/// Where no ladder is given there is one rung: exchange hasn't paid for predictions.
void supply_defaults(Config& config) {
  config.supply(predicting_defaults);
  const auto ladder = config.section("ladder");
  for (const char* key : {"rungs", "t_min", "t_max", "temperatures", "noise_levels"})
    if (ladder.has(key)) return;
  config.supply({{"ladder.temperatures", "[1.0]", by_goal}});
}

/// CPU seconds of a gradient over all the data on a core of 2024 with AVX-512: a model and no
/// measurement, so that the same config is the same run on any machine.
double gradient_seconds(double n_points, double n_parameters) {
  constexpr double call = 2e-6, example = 3e-8, multiplication = 7.5e-11;
  return call + n_points * (example + n_parameters * multiplication);
}

/// What run.budget means by that model; a time is that of one core, so that it is the same on any
/// number of ranks.
double nominal_seconds(const RunBudget& budget, double n_points, double n_parameters) {
  constexpr double usual = 20;
  using Unit = RunBudget::Unit;
  const double epoch = gradient_seconds(n_points, n_parameters);
  switch (budget.unit) {
    case Unit::none:
      return usual;
    case Unit::seconds:
    case Unit::cpu_seconds:
      return budget.amount;
    case Unit::epochs:
      return budget.amount * epoch;
    case Unit::evaluations:
      return budget.amount / n_points * epoch;
  }
  return usual;
}

}  // namespace

PredictOptions read_predict(Config& config) {
  supply_defaults(config);
  const auto section = config.section("predict");
  PredictOptions options;
  options.start_epochs = section.number(
      "start_epochs", {.fallback = 200,
                       .min = 0,
                       .help = "of Adam from each replica's own starting point; 0: none"});
  options.start_lr = section.number(
      "start_lr", {.fallback = 0.005, .min = 0, .above_min = true, .help = "of that descent"});
  options.patience = section.number(
      "patience",
      {.fallback = 30,
       .min = 1,
       .help =
           "epochs without a better validation_log_score that end it, with a validation split"});
  return options;
}

/// What is beyond enough goes into copies, which tell more than longer ones, and into as many steps
/// that are shorter: error² ~ step⁶, but errors that fall faster than that leave U far from its
/// level.
PredictLength predict_length(std::size_t n_points, std::size_t n_parameters, double gradients,
                             std::optional<std::size_t> given_copies) {
  constexpr double fewest_copies = 8, most_copies = 32, fewest_steps = 1000, usual_error = 0.005;
  const double affordable = gradients / 2;
  // Until U is near its level: longer for larger data and networks.
  const double enough = std::max(fewest_steps, 15 * std::sqrt(static_cast<double>(n_points) *
                                                              static_cast<double>(n_parameters)));
  const double plenty = std::max(1.0, affordable / (fewest_copies * enough));
  const double n_copies =
      given_copies ? static_cast<double>(*given_copies)
                   : std::min(most_copies, std::floor(fewest_copies * std::sqrt(plenty)));
  const double n_steps = std::clamp(affordable / n_copies, fewest_steps / 4, 4 * enough);
  const auto n_sweeps =
      std::max<std::uint64_t>(10, static_cast<std::uint64_t>(n_steps) / PredictLength::steps);
  return {static_cast<std::size_t>(n_copies), n_sweeps - n_sweeps / 2, n_sweeps / 2,
          usual_error * std::pow(std::min(1.0, enough / n_steps), 2)};
}

namespace {

/// run.copies, if it is a number.
std::optional<std::size_t> given_copies(const Section& run) {
  if (!run.has("copies")) return std::nullopt;
  const auto given = run.integer_or("copies", {"auto"}, std::string("auto"), {.min = 1});
  const auto* number = std::get_if<std::int64_t>(&given);
  return number == nullptr ? std::nullopt : std::optional(static_cast<std::size_t>(*number));
}

}  // namespace

void supply_length(Config& config, std::size_t n_points, std::size_t n_parameters) {
  const auto points = static_cast<double>(n_points);
  const auto parameters = static_cast<double>(n_parameters);
  const auto run = config.section("run");
  const double gradients =
      nominal_seconds(read_budget(run), points, parameters) / gradient_seconds(points, parameters);
  const auto length = predict_length(n_points, n_parameters, gradients, given_copies(run));
  const auto supply = [&](const char* key, auto value) {
    config.supply({{key, fmt::format("{}", value), by_goal}});
  };
  if (kernel_type(config.section("kernel")) == "mclmc") supply("kernel.error", length.error);
  supply("run.copies", length.n_copies);
  supply("run.steps", length.steps);
  supply("run.warmup", length.n_warmup);
  supply("run.sweeps", length.n_sweeps);
  supply("output.thin", std::max<std::uint64_t>(1, length.n_sweeps / length.n_draws));
}

}  // namespace temper
