#pragma once
// The three kinds of file of a run, as FORMAT.md specifies them.

#include <cstdint>
#include <string>
#include <vector>

#include "h5/layout.h"
#include "h5/preallocated_file.h"
#include "store/run_description.h"

namespace temper {

/// In a best slot or a checkpoint that has never been written.
inline constexpr std::uint64_t never = ~std::uint64_t{0};

FileLayout run_layout(const RunDescription& description);
/// @param first  of the replicas in the file
FileLayout draws_layout(const RunDescription& description, std::uint32_t first);
FileLayout checkpoint_layout(const RunDescription& description);

/// Covers all bytes of a file outside of the datasets that change: see static_checksum.h.
DatasetLayout static_checksum_dataset();

/// The datasets that a checksum covers, in its order.
/// Those of the sweep's columns that the file has: one of an older program may have fewer.
std::vector<std::string> sweep_fields(const PreallocatedFile& run);
const std::vector<std::string>& round_fields();
const std::vector<std::string>& best_fields();
const std::vector<std::string>& tables_of_draws();  ///< all that change in a file of draws
const std::vector<std::string>& replica_state_fields();

/// The dataset of a named array of the adaptation in a checkpoint.
std::string adaptation_dataset(const std::string& name);

}  // namespace temper
