#pragma once
// Thetas of a run whose predictions are averaged: its best states, its posterior draws.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/run_reader.h"

namespace temper {

/// Where a theta lies: a replica's best state, or one of its draws.
struct StoredTheta {
  std::uint32_t replica = 0;
  std::optional<std::uint64_t> draw;  ///< none: the best state
};

struct Ensemble {
  std::string name;
  std::vector<StoredTheta> members;
};

/// @param theta  [P] out. Throws IoError.
void read_theta(const RunFolder& folder, const StoredTables& tables, const StoredTheta& stored,
                std::span<float> theta);

/// Of every replica that has one, its best state; the one of lowest U + V first.
std::vector<StoredTheta> best_states(const RunFolder& folder, const StoredTables& tables);

/// Kept draws of rung 0, at even distances with the last one among them, each with all copies, as
/// many as make at most `most` thetas (but one draw at least): [draw, copy].
std::vector<StoredTheta> cold_draws(const StoredTables& tables, std::size_t most);

/// As far as there are any: the best state; the last draw of rung 0; the best states of all
/// replicas, the best first; the draws of rung 0. What their names say goes by the temperature.
std::vector<Ensemble> ensembles_of(const RunFolder& folder, const StoredTables& tables,
                                   std::size_t most_draws);

}  // namespace temper
