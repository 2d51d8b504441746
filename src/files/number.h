#pragma once
// Numbers in text files.

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace temper {

/// Of a number beyond double's range: true if it is too small rather than too large.
inline bool is_below_range(std::string_view text) {
  const auto exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) return text.substr(exponent + 1).starts_with('-');
  return text.starts_with("0.") || text.starts_with("-0.") || text.starts_with('.');
}

/// The finite number that the whole of `text` spells: "3", "+0.5", "-1e-3"; independent of locale.
/// What is too small for a double is 0.
inline std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double number = 0;
  const auto end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (stop == end && error == std::errc::result_out_of_range && is_below_range(text)) return 0.0;
  if (stop != end || error != std::errc{} || !std::isfinite(number)) return {};
  return number;
}

/// Whether `text` is of signs and digits only: "7", "-12", "007".
inline bool is_whole_literal(std::string_view text) {
  return text.find_first_not_of("+-0123456789") == std::string_view::npos;
}

}  // namespace temper
