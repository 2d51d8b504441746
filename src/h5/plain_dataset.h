#pragma once
// How datasets of files are opened that somebody else may have made. Private to src/h5.
//
// HDF5 can lead a reader to other files (external links, external and virtual storage), and a few
// bytes can declare more values than there is memory for. Neither is followed.

#include <hdf5.h>

#include <cstdint>
#include <string>
#include <vector>

#include "h5/handle.h"

namespace temper {

/// Opens a regular file for reading, without a lock: a network file system may have none, and none
/// is needed. A child reads it first (h5/look_through.h). Throws IoError.
Handle open_to_read(const std::string& path);

/// How to open objects of a file and of no other.
Handle without_external_links(const std::string& problem);

/// Opens a dataset whose values are in this file. Throws IoError "problem (why)" if there is none,
/// or if they are elsewhere.
Handle open_plain_dataset(hid_t file, const std::string& name, const std::string& problem);

/// None: a scalar. Throws IoError if the dataset has no simple shape.
std::vector<std::uint64_t> shape_of(const Handle& dataset, const std::string& problem);

/// The number of values. Throws IoError if the dataset was never written, or declares more bytes
/// than its storage can hold, however compressed, or than this machine has memory, or if a chunk
/// doesn't hold what it must (h5/whole_chunks.h).
std::size_t checked_length(const Handle& dataset, const std::string& problem);

}  // namespace temper
