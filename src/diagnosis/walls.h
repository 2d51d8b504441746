#pragma once
// Where theta may not be: outside the box of a uniform prior, or where the user's own model says
// that U isn't finite. The density ends there at a wall.

#include <optional>

#include "diagnosis/diagnosed_run.h"
#include "diagnosis/finding.h"

namespace temper {

/// True if the run is known to have walls: by its prior, or because draws of it lie beyond.
bool has_walls(const DiagnosedRun& run);

/// True for models of the user's own that may have some, of which a run can't know.
bool may_have_walls(const DiagnosedRun& run);

/// Rungs above the prior whose replicas stand out of bounds, where they have no business: nullopt
/// if there are none.
std::optional<DiagnosisFinding> beyond_walls(const DiagnosedRun& run);

}  // namespace temper
