#include "diagnosis/quantities.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/dot.h"
#include "base/floats.h"
#include "diagnosis/kept_sweeps.h"
#include "random/noise.h"
#include "store/pack.h"

namespace temper {
namespace {

constexpr std::size_t most_parameters = 10;  ///< that are looked at one by one
constexpr std::size_t n_projections = 8;
constexpr std::size_t most_floats = std::size_t{1} << 26;  ///< that are read: 256 MB
constexpr std::size_t most_draws = 1000;                   ///< of a copy

/// Leaves out the sweeps or draws in which a copy has a value that isn't finite.
Quantity finite_part(std::string name, const Copies& values, bool by_sweep) {
  Quantity quantity{std::move(name), Copies(values.size()), 0, by_sweep};
  for (std::size_t i = 0; i < values.front().size(); ++i) {
    const bool is_finite = std::all_of(values.begin(), values.end(),
                                       [&](const auto& copy) { return std::isfinite(copy[i]); });
    if (!is_finite) ++quantity.n_not_finite;
    for (std::size_t copy = 0; is_finite && copy < values.size(); ++copy)
      quantity.values[copy].push_back(values[copy][i]);
  }
  return quantity;
}

/// Whether permuting or negating weights leaves what the model says as it was.
bool has_symmetries(const DiagnosedRun& run) {
  return !run.config.section("model").children("layer").empty();
}

/// Kept draws, at even distances if there are too many.
std::vector<std::size_t> draws_to_read(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  std::vector<std::size_t> kept;
  for (std::size_t draw = 0; draw < tables.draw_sweep.size(); ++draw)
    if (!run.sweeps.empty() && tables.draw_sweep[draw] >= run.sweeps.front()) kept.push_back(draw);
  const std::size_t of_a_draw = tables.n_copies * std::max<std::size_t>(tables.n_parameters, 1);
  const std::size_t most = std::min(most_draws, most_floats / of_a_draw);
  if (kept.size() <= most) return kept;
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(kept[i * kept.size() / most]);
  return some;
}

/// Rows of fixed directions: the parameters themselves, or random ones. [direction][P]
std::vector<Floats> directions_of(std::size_t n_parameters) {
  std::vector<Floats> directions;
  if (n_parameters <= most_parameters) {
    for (std::size_t i = 0; i < n_parameters; ++i) directions.emplace_back(n_parameters).at(i) = 1;
    return directions;
  }
  for (std::uint32_t i = 0; i < n_projections; ++i)
    fill_noise(Noise::gaussian, {.seed = 1, .stream = Stream::landscape, .index = i}, 0,
               directions.emplace_back(n_parameters));
  return directions;
}

/// [direction][copy][draw] of the thetas on rung 0.
std::vector<Copies> projections_of(const DiagnosedRun& run, const std::vector<Floats>& directions) {
  const auto& tables = run.tables;
  const RunFolder folder(run.path);
  std::vector<Copies> found(directions.size(), Copies(tables.n_copies));
  std::vector<DrawsReader> readers;
  for (std::uint32_t replica = 0; replica < tables.n_replicas(); ++replica)
    readers.emplace_back(folder, tables.draws_groups, replica);
  Floats theta(tables.n_parameters);
  for (const auto draw : draws_to_read(run))
    for (std::size_t copy = 0; copy < tables.n_copies; ++copy) {
      readers[tables.replica_on(0, copy, tables.draw_sweep[draw])].read(draw, theta);
      for (std::size_t i = 0; i < directions.size(); ++i)
        found[i][copy].push_back(dot(directions[i], theta));
    }
  return found;
}

void add_parameters(const DiagnosedRun& run, std::vector<Quantity>& quantities) {
  if (has_symmetries(run) || is_packed(RunFolder(run.path))) return;
  const auto directions = directions_of(run.tables.n_parameters);
  const bool are_parameters = directions.size() == run.tables.n_parameters;
  const auto values = projections_of(run, directions);
  auto names = are_parameters ? parameter_names(RunFolder(run.path), run.tables.n_parameters)
                              : std::vector<std::string>{};
  for (std::size_t i = names.size(); i < values.size(); ++i)
    names.push_back(fmt::format("{} {}", are_parameters ? "parameter" : "projection", i));
  for (std::size_t i = 0; i < values.size(); ++i)
    quantities.push_back(finite_part(names[i], values[i], false));
}

}  // namespace

std::vector<Quantity> quantities_on_rung_0(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  std::vector<Quantity> quantities = {
      finite_part("energy U", on_rung(tables, 0, tables.energy, sweeps_with_energy(tables)), true)};
  for (std::size_t i = 0; i < tables.metric_names.size(); ++i)
    quantities.push_back(
        finite_part(tables.metric_names[i], draws_on_rung(tables, 0, tables.metrics[i]), false));
  add_parameters(run, quantities);
  return quantities;
}

}  // namespace temper
