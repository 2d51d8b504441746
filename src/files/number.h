#pragma once
// Numbers in text files.

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace temper {

/// The finite number that the whole of `text` spells: "3", "+0.5", "-1e-3"; independent of locale.
inline std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (stop != end || error != std::errc{} || !std::isfinite(number)) return {};
  return number;
}

}  // namespace temper
