#pragma once
// Row numbers in words: "3, 7-9".

#include <cstdint>
#include <string>
#include <vector>

namespace temper {

/// @param rows  rising
inline std::string in_ranges(const std::vector<std::uint64_t>& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t last = i;
    while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1) ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(rows[i]);
    if (last > i) text += "-" + std::to_string(rows[last]);
    i = last + 1;
  }
  return text;
}

}  // namespace temper
