#pragma once
// Runs in memory, with series that are known to be good, to be spoilt by tests.

#include <cmath>
#include <limits>
#include <string>

#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "random/rng.h"

namespace temper {

/// What stands in the config of a made run. A hidden layer keeps thetas, which it has none of, out.
inline std::string made_config(const std::string& more = "") {
  return more + "\n[[model.layer]]\ntype = \"dense\"\n";
}

/// Independent U ~ N(10 + 5 rung, 1) in every sweep; a conveyor belt of exchanges, all accepted.
inline DiagnosedRun made_run(std::size_t n_rungs, std::size_t n_copies, std::size_t n_sweeps,
                             const std::string& config = "") {
  DiagnosedRun run{Config::parse(made_config(config), "made"), {}, {}, 100, "runs/made"};
  auto& tables = run.tables;
  tables.committed = n_sweeps;
  tables.n_rungs = n_rungs;
  tables.n_copies = n_copies;
  tables.n_parameters = 2;
  tables.round_first_sweep = {0};
  for (std::size_t rung = 0; rung < n_rungs; ++rung) {
    tables.beta.push_back(1 / (1 + static_cast<double>(rung)));
    tables.step_size.push_back(0.1);
  }
  Rng rng({.seed = 1});
  std::vector<std::int32_t> at;
  for (std::size_t i = 0; i < n_rungs * n_copies; ++i)
    at.push_back(static_cast<std::int32_t>(i % n_rungs));
  for (std::size_t sweep = 0; sweep < n_sweeps; ++sweep) {
    for (const auto rung : at) {
      tables.energy.push_back(10 + 5 * rung + rng.normal());
      tables.prior_energy.push_back(1);
      tables.kinetic_temperature.push_back(1 + rung);
      for (auto* column : {&tables.kernel_accept_prob, &tables.configurational_temperature,
                           &tables.clipped_share, &tables.cooling_scale, &tables.data_temperature})
        column->push_back(std::nan(""));
      tables.rung_of.push_back(rung);
    }
    for (std::size_t copy = 0; copy < n_copies; ++copy)
      for (std::size_t pair = 0; pair + 1 < n_rungs; ++pair)
        tables.accept_prob.push_back(pair % 2 == sweep % 2 ? 0.9 : std::nan(""));
    for (auto& rung : at) {  // everybody exchanges with the partner of this sweep
      const auto up = rung % 2 == static_cast<std::int32_t>(sweep % 2);
      const auto to = up ? rung + 1 : rung - 1;
      if (to >= 0 && to < static_cast<std::int32_t>(n_rungs)) rung = to;
    }
  }
  run.sweeps = kept_sweeps(tables);
  return run;
}

inline bool has(const Diagnosis& diagnosis, const std::string& id) {
  for (const auto& finding : diagnosis.findings)
    if (finding.id == id) return true;
  return false;
}

}  // namespace temper
