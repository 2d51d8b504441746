#pragma once
// Whether a run can be gone on with: what it was begun with must be what it is resumed with.

#include <string>
#include <vector>

#include "h5/read_file.h"
#include "store/run_description.h"
#include "store/run_folder.h"

namespace temper {

/// Opens run.h5. Throws UsageError if there is none, or if it is no run, or of a format version
/// that this program doesn't know.
ReadFile open_run_file(const RunFolder& folder);

/// One line a difference: "seed: 1 in the run, 2 now". The config is compared line by line. What
/// only tells which program computed (temper_version, commit, compiler, simd) may differ.
std::vector<std::string> differences(const ReadFile& run, const RunDescription& description);

/// Throws UsageError with all differences, unless there are none.
void require_same_run(const RunFolder& folder, const RunDescription& description);

}  // namespace temper
