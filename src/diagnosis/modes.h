#pragma once
// Two modes of a series, and how the copies share them.

#include <vector>

#include "statistics/copies.h"

namespace temper {

/// The part of each copy's values that lie above the gap between two modes: values in two heaps
/// whose means are six of their standard deviations apart or more. Empty if there are no two heaps.
///
/// The border is the one that leaves the least variance within heaps (Otsu, IEEE Trans. Syst. Man
/// Cybern. 9, 1979).
std::vector<double> upper_mode_share(const Copies& values);

}  // namespace temper
