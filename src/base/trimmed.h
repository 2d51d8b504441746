#pragma once
// A text without what surrounds it.

#include <string_view>

namespace temper {

/// The text without the blanks at both ends; empty if it is nothing but blanks.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t\r\n") {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace temper
