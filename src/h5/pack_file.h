#pragma once
// Compressed copies of HDF5 files, for archives.

#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

/// Copies every dataset of the root group with its attributes and dimension scales. Those with
/// rows become chunked, shuffled, deflated, and checked by Fletcher's checksum at every read; the
/// values are the same to the bit. Throws IoError.
///
/// @param added  further attributes of the copy's root group
void pack_file(const std::string& from, const std::string& to,
               const std::vector<Attribute>& added = {});

/// Reads both files whole and throws IoError naming the first dataset of `from` that is not the
/// same in `to`.
void require_same_values(const std::string& from, const std::string& to);

/// Reads every dataset, so that every checksum within is checked. Throws IoError naming the first
/// that is damaged.
void read_through(const std::string& path);

}  // namespace temper
