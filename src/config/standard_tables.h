#pragma once
// The top-level tables of a config, in the order in which it is written.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace temper {

inline constexpr std::array<std::string_view, 13> standard_tables = {
    "data",     "potential", "model",    "prior",   "init",   "kernel", "ladder",
    "exchange", "run",       "optimise", "predict", "output", "compare"};

/// Where a table stands in a config; others come after, all at the same place.
inline auto table_rank(std::string_view name) {
  return std::find(standard_tables.begin(), standard_tables.end(), name) - standard_tables.begin();
}

inline bool is_standard_table(std::string_view name) {
  return std::find(standard_tables.begin(), standard_tables.end(), name) != standard_tables.end();
}

}  // namespace temper
