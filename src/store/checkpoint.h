#pragma once
// What a run needs to go on: the state between two sweeps.

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "store/draws_file.h"

namespace temper {

/// A named array of the adaptation's state, as declared by RunDescription::adaptation.
struct StateArray {
  std::string name;
  std::vector<double> values;
};

/// What is the same on every rank.
struct RunState {
  std::uint64_t sweep = 0;               ///< all sweeps before it are done
  std::uint64_t round = 0;               ///< whose ladder is in force
  std::vector<std::int32_t> replica_at;  ///< [copy, rung]
  std::vector<double> beta;              ///< [rung]
  std::vector<double> step_size;         ///< [rung]
  std::vector<double> noise_level;       ///< [rung]
  std::vector<StateArray> adaptation;    ///< in the order of RunDescription::adaptation

  /// The values of adaptation[…] of this name, which must be declared.
  const std::vector<double>& array(const std::string& name) const {
    return std::find_if(adaptation.begin(), adaptation.end(),
                        [&](const StateArray& array) { return array.name == name; })
        ->values;
  }
};

/// One replica, as a view of the memory that it lives in: written from there, and restored to
/// there.
struct ReplicaState {
  std::uint32_t replica = 0;
  std::span<float> theta;               ///< [P]
  std::vector<std::span<float>> slots;  ///< each [P], by RunDescription::slot_names
  std::span<double> scalars;            ///< by RunDescription::scalar_names
  double energy = 0;                    ///< U at theta, nats
  double prior_energy = 0;              ///< V at theta, nats
  std::span<float> best_theta;          ///< [P]
  double best_energy = 0;
  double best_prior_energy = 0;
  std::uint64_t best_sweep = 0;  ///< `never` if there has been none
};

}  // namespace temper
