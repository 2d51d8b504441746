#pragma once
// Whether a run can be gone on with: what it was begun with must be what it is resumed with.

#include <cstdint>
#include <string>
#include <vector>

#include "h5/read_file.h"
#include "store/run_description.h"
#include "store/run_folder.h"

namespace temper {

/// Opens run.h5. Throws UsageError if there is none, or if it is no run, or of a format version
/// that this program doesn't know; IoError if its static part is damaged: HDF5 must not read texts
/// from a damaged heap, which has no checksum of its own and can bring it down.
ReadFile open_run_file(const RunFolder& folder);

/// The same without a look at the static part: only numbers may be read.
ReadFile open_unchecked(const RunFolder& folder);

/// Which replicas share a file, as run.h5 says. Throws IoError if there can't be so many.
DrawsGroups draws_groups_of(const ReadFile& run);

/// The count of sweeps. Throws IoError if there can't be so many.
std::uint64_t read_committed(const ReadFile& run, const RunFolder& folder);

/// True for attributes that only tell which program began the run, how it computed and where it
/// found its data, which may lie elsewhere later: temper_version, …, data_path, what_was_read.
bool tells_the_program(const std::string& attribute);

/// One line a difference: "seed: 1 in the run, 2 now". The config is compared line by line. What
/// tells the program may differ.
std::vector<std::string> differences(const ReadFile& run, const RunDescription& description);

/// What to say of them. @param folder  of the run
std::string begun_otherwise(const std::string& folder, const std::vector<std::string>& differences);

/// Throws UsageError with all differences, unless there are none.
void require_same_run(const RunFolder& folder, const RunDescription& description);

}  // namespace temper
