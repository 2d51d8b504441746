#pragma once
// What a stored run says about itself, topic by topic: tables to look at, and advice where a
// number is not what it should be.

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "store/run_reader.h"

namespace temper {

/// A run as the topics read it.
struct DiagnosedRun {
  Config config;  ///< the resolved one
  StoredTables tables;
  std::vector<std::uint64_t> sweeps;  ///< kept ones
  std::uint64_t n_points = 1;         ///< N
  std::string path;
};

struct Diagnosis {
  std::string page;  ///< lines, each with its end; "" if the topic has nothing to say
  std::vector<std::string> advice;  ///< one sentence each: what is wrong, and what to change
};

/// R-hat and effective sizes of the energy and the metrics on rung 0.
Diagnosis diagnose_convergence(const DiagnosedRun& run);

/// Acceptance by pair, barrier, round trips, and how many rungs would suit.
Diagnosis diagnose_ladder(const DiagnosedRun& run);

/// How many rungs the barrier of the run's ladder asks for. Requires a kept sweep with energies.
std::size_t rungs_wanted(const DiagnosedRun& run);

/// Kinetic and configurational temperature of each rung against its nominal one.
Diagnosis diagnose_temperature(const DiagnosedRun& run);

/// Below, no series is long enough to judge.
inline constexpr std::size_t fewest_sweeps = 20;

/// Reads a run for diagnoses. @param config  its resolved one
DiagnosedRun read_for_diagnosis(const std::string& path, const Config& config);

/// "rung 3", "rungs 0–2, 5".
std::string rungs_text(const std::vector<std::size_t>& rungs);

}  // namespace temper
