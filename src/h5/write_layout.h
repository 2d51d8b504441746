#pragma once
// Makes an HDF5 file of fixed size from its layout.

#include <string>

#include "h5/layout.h"

namespace temper {

/// Creates (or empties) the file at `path`: contiguous datasets, allocated at once, in the file
/// format of HDF5 1.8, whose metadata carries checksums and whose files have no "open" flag that a
/// killed process would leave behind. Two calls with one layout give the same bytes. Values are
/// left out: all read as zero. Throws IoError naming the path.
void write_layout(const std::string& path, const FileLayout& layout);

}  // namespace temper
