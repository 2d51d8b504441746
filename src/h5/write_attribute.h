#pragma once
// Attributes into an HDF5 object. Private to src/h5.

#include <hdf5.h>

#include <string>

#include "h5/attribute.h"

namespace temper {

/// Throws IoError "problem (HDF5's own words)".
void write_attribute(hid_t object, const Attribute& attribute, const std::string& problem);

}  // namespace temper
