#pragma once
// How much a computation took, whatever else the machine does meanwhile.

#include <ctime>

namespace temper {

/// Seconds of CPU time that this process has had.
inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace temper
