#pragma once
// Attributes out of an HDF5 object. Private to src/h5.

#include <hdf5.h>

#include <string>
#include <vector>

#include "h5/attribute.h"

namespace temper {

/// Throws IoError "problem (HDF5's own words)".
Attribute read_attribute(hid_t object, const std::string& name, const std::string& problem);

std::vector<std::string> attribute_names(hid_t object, const std::string& problem);  ///< sorted

}  // namespace temper
