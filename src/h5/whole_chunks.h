#pragma once
// Chunks of datasets that somebody else may have written. Private to src/h5.
//
// HDF5 takes it for granted that a chunk unpacks to as many bytes as its dataset declares, and
// reads beyond its memory where it doesn't.

#include <string>

#include "h5/handle.h"

namespace temper {

/// Throws IoError if a chunk of the dataset doesn't unpack to what is declared, and if a filter is
/// none of gzip, h5py's lzf, shuffle and Fletcher's checksum. Reads and unpacks each chunk once.
void require_whole_chunks(const Handle& dataset, const std::string& problem);

}  // namespace temper
