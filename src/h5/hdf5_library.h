#pragma once
// Which HDF5 this program was built with and runs with.

#include <string>

namespace temper {

std::string hdf5_of_headers();  ///< "1.10.8"
std::string hdf5_of_library();  ///< likewise, of the library that was loaded

}  // namespace temper
