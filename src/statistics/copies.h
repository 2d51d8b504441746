#pragma once
// Series as every estimate from a run needs them: one a copy of the ladder, so that what differs
// between copies counts.

#include <cstddef>
#include <vector>

namespace temper {

/// values[copy][sweep]: at least one copy, all of the same length.
using Copies = std::vector<std::vector<double>>;

/// Values in all copies together.
std::size_t n_values(const Copies& values);

double mean(const Copies& values);

/// Of all values about their common mean, divided by their number.
double variance(const Copies& values);

/// Each copy cut into two halves, the middle value of an odd length left out: copies that drift
/// then differ from themselves.
Copies halves(const Copies& values);

}  // namespace temper
