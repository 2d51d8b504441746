#pragma once
// Where the data sets that come with the program lie.

#include <string>

namespace temper {

/// The path of `name` in $TEMPER_DATA if it is there, else in share/temper/data beside the program
/// or library: of the installation, or of the build tree. Throws DataError if it is nowhere.
std::string find_shipped(const std::string& name);

/// $TEMPER_DATA/name if that exists, else "".
std::string find_in_temper_data(const std::string& name);

}  // namespace temper
