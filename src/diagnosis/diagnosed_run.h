#pragma once
// A stored run as it is read to be judged.

#include <cstdint>
#include <string>
#include <vector>

#include "config/config.h"
#include "store/run_reader.h"

namespace temper {

struct DiagnosedRun {
  Config config;  ///< the resolved one
  StoredTables tables;
  std::vector<std::uint64_t> sweeps;  ///< kept ones
  std::uint64_t n_points = 1;         ///< N
  std::string path;
};

/// @param config  its resolved one
DiagnosedRun read_for_diagnosis(const std::string& path, const Config& config);

/// "rung 3", "rungs 0–2, 5".
std::string rungs_text(const std::vector<std::size_t>& rungs);

}  // namespace temper
