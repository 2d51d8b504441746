#pragma once
// Whether a run is as it was written: every checksum of every file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/run_description.h"

namespace temper {

struct VerifyReport {
  std::uint64_t committed = 0;           ///< sweeps
  std::vector<std::string> damaged;      ///< one line each: file, rows, what is affected
  std::vector<std::string> whole;        ///< one line each: file and what in it is good
  std::vector<std::string> notes;        ///< what is not whole and need not be
  std::optional<std::uint64_t> resumes;  ///< the sweep where a resume begins; else the start

  bool is_whole() const { return damaged.empty(); }
};

/// Reads all files of the run, also while it goes on. Throws UsageError if there is no run, or one
/// of an unknown format version; what is wrong inside of the files is in the report.
VerifyReport verify_run(const std::string& path);

}  // namespace temper
