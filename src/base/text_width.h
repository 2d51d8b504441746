#pragma once
// Text by the columns that it takes on a terminal: UTF-8, one column a character; escape sequences
// that set colours take none.

#include <cstddef>
#include <string>
#include <string_view>

namespace temper {

/// What fits into a terminal that nobody widened.
inline constexpr std::size_t usual_columns = 80;

std::size_t display_width(std::string_view text);

/// The line itself, or as much of it as fits, with "…" at the end. Never cuts a character in half,
/// and ends colours that it has begun.
std::string clipped(const std::string& line, std::size_t columns);

/// Padded with spaces to `columns`, on the left for numbers.
std::string padded_left(const std::string& text, std::size_t columns);
std::string padded_right(const std::string& text, std::size_t columns);

/// Broken at spaces into lines of at most `columns`; those after the first of a paragraph begin
/// with `indent` spaces. Longer words stay whole. Line ends of the text stay.
std::string wrapped(std::string_view text, std::size_t columns = usual_columns,
                    std::size_t indent = 0);

}  // namespace temper
