#pragma once
// The checksum of what never changes in a file: HDF5's metadata, attributes, axes, fixed tables.

#include "h5/preallocated_file.h"

namespace temper {

/// Computes it and stores it in the dataset static_checksum; before publication.
void write_static_checksum(PreallocatedFile& file);

bool static_part_is_whole(const PreallocatedFile& file);

/// Throws IoError naming the file if its static part is damaged.
void require_static_part(const PreallocatedFile& file);

}  // namespace temper
