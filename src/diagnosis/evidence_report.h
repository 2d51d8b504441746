#pragma once
// log Z of a run, and what speaks against the number or its standard error.

#include <string>
#include <vector>

#include "diagnosis/diagnosed_run.h"
#include "diagnosis/finding.h"
#include "tempering/evidence.h"

namespace temper {

struct EvidenceReport {
  Evidence evidence;
  std::size_t n_sweeps = 0;  ///< kept, with energies
  std::vector<DiagnosisFinding> findings;
};

/// Why a run has no log Z, and what to train with: "ladder: no rung has temperature 1, …"; "" if it
/// has one.
std::string why_no_evidence(const DiagnosedRun& run);

/// Requires why_no_evidence(run) == "".
EvidenceReport judge_evidence(const DiagnosedRun& run);

}  // namespace temper
