#include "train/gather.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/errors.h"
#include "kernel/cooling_scale.h"
#include "kernel/heat.h"

namespace temper {
namespace {

double mean_or_nan(double sum, std::uint64_t n) {
  return n == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / static_cast<double>(n);
}

/// A column of the sweep's tables that is measured replica by replica. All of them travel in one
/// vector: an all-gather costs its latency, not its bytes.
struct Measured {
  std::vector<double> SweepReport::*values;
  double (*of)(const Kernel&, const Move&);
};

constexpr Measured measured[] = {
    {&SweepTables::energy, [](const Kernel&, const Move& move) { return move.replica->energy.U; }},
    {&SweepTables::prior_energy,
     [](const Kernel&, const Move& move) { return move.replica->energy.V; }},
    {&SweepTables::kernel_accept_prob,
     [](const Kernel&, const Move& move) {
       return mean_or_nan(move.sums.accept_prob, move.sums.n_tests);
     }},
    {&SweepTables::kinetic_temperature,
     [](const Kernel&, const Move& move) {
       return mean_or_nan(move.sums.kinetic, move.sums.n_kinetic);
     }},
    {&SweepTables::configurational_temperature,
     [](const Kernel&, const Move& move) {
       return mean_or_nan(move.sums.configurational, move.sums.n_configurational);
     }},
    {&SweepTables::clipped_share, clipped_share},
    {&SweepTables::cooling_scale, cooling_scale},
    {&SweepReport::log_error,
     [](const Kernel&, const Move& move) {
       return mean_or_nan(move.sums.log_error, move.sums.n_errors);
     }},
    {&SweepTables::data_temperature,
     [](const Kernel&, const Move& move) {
       return mean_or_nan(move.sums.along_data, move.sums.n_along_data);
     }},
};

}  // namespace

bool SweepReport::has_energy() const { return !energy.empty() && !std::isnan(energy.front()); }

std::vector<double> SweepReport::tempered(Tempering tempering) const {
  auto tempered = energy;
  if (tempering == Tempering::posterior)
    for (std::size_t i = 0; i < tempered.size(); ++i) tempered[i] += prior_energy[i];
  return tempered;
}

SweepReport gather_report(std::span<const Move> moves, const Kernel& kernel,
                          const Communicator& world) {
  std::vector<double> mine;
  for (const auto& move : moves)
    for (const auto& column : measured) mine.push_back(column.of(kernel, move));
  const auto all = world.all_gather(mine);
  SweepReport report;
  for (auto value = all.begin(); value != all.end();)
    for (const auto& column : measured) (report.*column.values).push_back(*value++);
  return report;
}

std::vector<std::vector<double>> gather_metrics(std::span<const Move> moves, Potential& potential,
                                                const Communicator& world) {
  const std::size_t width = potential.metric_names().size();
  if (width == 0) return {};
  std::vector<double> mine(moves.size() * width);
  for (std::size_t i = 0; i < moves.size(); ++i)
    potential.measure(moves[i].replica->theta, std::span(mine).subspan(i * width, width));
  const auto all = world.all_gather(mine);
  std::vector<std::vector<double>> metrics;
  for (auto row = all.begin(); row != all.end(); row += static_cast<std::ptrdiff_t>(width))
    metrics.emplace_back(row, row + static_cast<std::ptrdiff_t>(width));
  return metrics;
}

void refuse_diverged(std::size_t replica, std::size_t rung, double energy, std::uint64_t sweep) {
  throw NumericalError(fmt::format(
      "replica {} on rung {} has energy {} after sweep {}: its steps diverged; try a smaller "
      "step size (kernel.lr), a lower ladder.t_max or data.standardise = true",
      replica, rung, energy, sweep));
}

void refuse_not_finite(const SweepReport& report, const std::vector<std::int32_t>& rung_of,
                       std::uint64_t sweep) {
  for (std::size_t replica = 0; replica < report.energy.size(); ++replica) {
    const double energy = report.energy[replica] + report.prior_energy[replica];
    if (!std::isfinite(energy))
      refuse_diverged(replica, static_cast<std::size_t>(rung_of[replica]), energy, sweep);
  }
}

}  // namespace temper
