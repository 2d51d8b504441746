#include "diagnosis/kept_sweeps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

std::uint64_t first_kept_sweep(const StoredTables& tables) {
  const auto& rounds = tables.round_first_sweep;
  return std::max(tables.n_warmup, rounds.empty() ? 0 : rounds.back());
}

}  // namespace

std::vector<std::uint64_t> kept_sweeps(const StoredTables& tables) {
  std::vector<std::uint64_t> sweeps;
  for (auto sweep = first_kept_sweep(tables); sweep < tables.committed; ++sweep)
    sweeps.push_back(sweep);
  return sweeps;
}

std::vector<std::uint64_t> sweeps_with_energy(const StoredTables& tables) {
  auto sweeps = kept_sweeps(tables);
  std::erase_if(sweeps, [&](std::uint64_t sweep) {
    return std::isnan(tables.energy[sweep * tables.n_replicas()]);
  });
  return sweeps;
}

Copies on_rung(const StoredTables& tables, std::size_t rung, const std::vector<double>& values,
               const std::vector<std::uint64_t>& sweeps) {
  Copies series(tables.n_copies);
  for (std::size_t copy = 0; copy < tables.n_copies; ++copy)
    for (const auto sweep : sweeps)
      series[copy].push_back(
          values[sweep * tables.n_replicas() + tables.replica_on(rung, copy, sweep)]);
  return series;
}

std::vector<std::vector<std::uint32_t>> replicas_on_rung(const StoredTables& tables,
                                                         std::size_t rung,
                                                         const std::vector<std::uint64_t>& sweeps) {
  std::vector<std::vector<std::uint32_t>> replicas(tables.n_copies);
  for (std::size_t copy = 0; copy < tables.n_copies; ++copy)
    for (const auto sweep : sweeps) replicas[copy].push_back(tables.replica_on(rung, copy, sweep));
  return replicas;
}

Copies draws_on_rung(const StoredTables& tables, std::size_t rung,
                     const std::vector<double>& values) {
  Copies series(tables.n_copies);
  for (std::size_t copy = 0; copy < tables.n_copies; ++copy)
    for (std::size_t draw = 0; draw < tables.draw_sweep.size(); ++draw)
      if (const auto sweep = tables.draw_sweep[draw]; sweep >= first_kept_sweep(tables))
        series[copy].push_back(
            values[draw * tables.n_replicas() + tables.replica_on(rung, copy, sweep)]);
  return series;
}

double beta_of(const StoredTables& tables, std::size_t rung) {
  return tables.beta[(tables.round_first_sweep.size() - 1) * tables.n_rungs + rung];
}

std::string copies_text(const StoredTables& tables) {
  return fmt::format("{} cop{}", tables.n_copies, tables.n_copies == 1 ? "y" : "ies");
}

}  // namespace temper
