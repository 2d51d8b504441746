#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/diagnosis.h"
#include "app/kept_sweeps.h"
#include "statistics/effective_size.h"
#include "tempering/heating.h"

namespace temper {
namespace {

constexpr double tolerance = 0.02;
constexpr std::size_t most_rows = 24;

/// A rung whose kernel has momentum.
struct Thermometer {
  std::size_t rung = 0;
  Heating heating;
  double standard_error = 0;  ///< of the kinetic temperature
  double step_size = 0;

  double relative_error() const { return standard_error / heating.nominal; }
  /// Beyond doubt: two standard errors past the tolerance.
  bool is_off() const {
    return std::abs(heating.relative_excess()) > tolerance + 2 * relative_error();
  }
};

std::vector<Thermometer> thermometers_of(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  const auto round = tables.round_first_sweep.size() - 1;
  std::vector<Thermometer> thermometers;
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung) {
    const double temperature = 1 / beta_of(tables, rung);
    const auto kinetic = on_rung(tables, rung, tables.kinetic_temperature, run.sweeps);
    if (!(temperature > 0) || std::isinf(temperature) || std::isnan(mean(kinetic))) continue;
    thermometers.push_back({rung,
                            {temperature, mean(kinetic)},
                            standard_error(kinetic),
                            tables.step_size[round * tables.n_rungs + rung]});
  }
  return thermometers;
}

/// Rungs at even distances, if there are many.
std::string table_of(const std::vector<Thermometer>& thermometers) {
  auto page =
      fmt::format("{:>6} {:>12} {:>12} {:>10} {:>8}\n", "rung", "T", "kinetic", "± error", "ratio");
  const auto n_rows = std::min(most_rows, thermometers.size());
  for (std::size_t row = 0; row < n_rows; ++row) {
    const auto& t =
        thermometers[row * (thermometers.size() - 1) / std::max<std::size_t>(n_rows - 1, 1)];
    page += fmt::format("{:>6} {:>12.4g} {:>12.4g} {:>10.2g} {:>8.3f}{}\n", t.rung,
                        t.heating.nominal, t.heating.kinetic, t.standard_error,
                        1 + t.heating.relative_excess(), t.is_off() ? "  off" : "");
  }
  return page;
}

/// B; N if batches are full.
double batch_of(const DiagnosedRun& run) {
  const auto n_points = static_cast<double>(run.n_points);
  const auto batch = run.config.section("kernel").integer_or(
      "batch", {"auto", "full"}, "auto", {.min = 1, .help = "examples in the gradient of a step"});
  if (const auto* const number = std::get_if<std::int64_t>(&batch))
    return std::min(static_cast<double>(*number), n_points);
  constexpr double usual_batch = 256;
  return std::get<std::string>(batch) == "full" ? n_points : std::min(usual_batch, n_points);
}

std::string remedy_of(const DiagnosedRun& run, const Thermometer& worst) {
  const double lr = cooler_step_size(worst.heating, worst.step_size, tolerance);
  const double batch = batch_of(run);
  const auto n_points = static_cast<double>(run.n_points);
  if (batch >= n_points)
    return fmt::format("the step is too long for its curvature; kernel.lr = {:.2g} would do", lr);
  const double larger = cooler_batch(worst.heating, batch, n_points, tolerance);
  return fmt::format(
      "minibatch noise heats them alike, in proportion to lr / batch; kernel.batch = {} would do, "
      "or kernel.lr = {:.2g}, or kernel.type = \"sgnht\", which takes the heat off",
      2 * larger > n_points ? "\"full\"" : fmt::format("{:.0f}", larger), lr);
}

std::vector<std::string> advice_on(const DiagnosedRun& run,
                                   const std::vector<Thermometer>& thermometers) {
  std::vector<std::size_t> hot, cold;
  const Thermometer* worst = nullptr;
  for (const auto& t : thermometers) {
    if (!t.is_off()) continue;
    const double excess = t.heating.relative_excess();
    (excess > 0 ? hot : cold).push_back(t.rung);
    if (excess > 0 && (!worst || excess > worst->heating.relative_excess())) worst = &t;
  }
  std::vector<std::string> advice;
  if (worst)
    advice.push_back(fmt::format(
        "Hotter than nominal by more than 2 %: {} (rung {} at T = {:.4g} by {:.3g} %): {}.",
        rungs_text(hot), worst->rung, worst->heating.nominal,
        100 * worst->heating.relative_excess(), remedy_of(run, *worst)));
  if (!cold.empty())
    advice.push_back(fmt::format(
        "Colder than nominal by more than 2 %: {}: the kernel injects less noise than they ask "
        "for, or momentum hasn't come to rest; kernel.noise = \"gaussian\", a longer run.warmup.",
        rungs_text(cold)));
  return advice;
}

}  // namespace

std::string rungs_text(const std::vector<std::size_t>& rungs) {
  std::string text = rungs.size() == 1 ? "rung " : "rungs ";
  for (std::size_t first = 0, last; first < rungs.size(); first = last + 1) {
    last = first;
    while (last + 1 < rungs.size() && rungs[last + 1] == rungs[last] + 1) ++last;
    text += fmt::format("{}{}", first == 0 ? "" : ", ", rungs[first]);
    if (last > first) text += fmt::format("{}{}", last == first + 1 ? ", " : "–", rungs[last]);
  }
  return text;
}

Diagnosis diagnose_temperature(const DiagnosedRun& run) {
  const auto thermometers = thermometers_of(run);
  if (thermometers.empty()) return {};
  return {table_of(thermometers), advice_on(run, thermometers)};
}

}  // namespace temper
