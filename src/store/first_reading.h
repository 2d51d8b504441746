#pragma once
// Files of a run are tried by a process of its own before HDF5 opens them here (h5/apart.h): all by
// one, since a process takes as long as ten files.

#include "store/run_folder.h"

namespace temper {

/// Where files of a run are opened that there may be a thousand of. Does nothing the second time.
/// Whichever kills that process has a trial of its own when it is opened.
void try_files_of(const RunFolder& folder);

}  // namespace temper
