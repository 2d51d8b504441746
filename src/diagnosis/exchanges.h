#pragma once
// What the exchanges of a run's kept sweeps come to, in numbers.

#include <optional>

#include "diagnosis/diagnosis.h"
#include "tempering/pilot.h"

namespace temper {

/// nullopt if no exchange was ever proposed. Requires a kept sweep.
std::optional<LadderReport> exchanges_of(const DiagnosedRun& run);

/// The energy that the ladder tempers, by rung: over kept sweeps, as far as it is known and finite.
std::vector<EnergyMoments> energy_moments(const DiagnosedRun& run);

}  // namespace temper
