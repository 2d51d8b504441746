#pragma once
// Archives of runs: compressed, chunked copies that HDF5 and the analysis package read as they
// read the run itself.

#include <cstdint>
#include <string>

#include "store/run_folder.h"

namespace temper {

/// Root attribute of an archive's run.h5; a run has none of this name.
inline constexpr const char* packed_attribute = "packed";

/// Sizes before and after [bytes].
struct PackReport {
  std::uint64_t run_bytes = 0;
  std::uint64_t archive_bytes = 0;
};

/// Copies run.h5 and the draws (chunked, shuffle + deflate, with a checksum a chunk), the sessions
/// and the log; not the checkpoints: an archive is to be read, not to be gone on with. Every value
/// is compared with the run's before the archive gets its name. Throws UsageError if there is no
/// run, another job writes to it, or `archive` exists; IoError if something fails.
PackReport pack_run(const std::string& run, const std::string& archive);

/// Whether the folder holds an archive rather than a run.
bool is_packed(const RunFolder& folder);

/// Reads everything, so that every checksum in the archive is checked, the manifest's first. Throws
/// IoError naming file and dataset of the first damage.
void verify_packed(const RunFolder& folder);

/// Throws UsageError if the folder holds an archive, saying that `purpose` needs the run itself.
void require_not_packed(const RunFolder& folder, const std::string& purpose);

}  // namespace temper
