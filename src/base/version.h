#pragma once
// What this program was built from, for `temper --version` and the provenance of runs.

#include <string>

namespace temper {

std::string version();   ///< "0.1.0"
std::string commit();    ///< short git hash that the sources were built at; "unknown" outside git
std::string compiler();  ///< "GNU 12.2.0 Release"

}  // namespace temper
