#pragma once
// Numbers as people and spreadsheets write them: "1,234.50", "12,5 %", "$10", "(1 200)", "−3 °C".

#include <optional>
#include <string>
#include <string_view>

namespace temper {

struct DecoratedNumber {
  double value = 0;
  std::string before;  ///< "$"; "" if nothing
  std::string after;   ///< "kg"
};

/// Digits may stand in groups of three (or of two before the last three, as in India) between
/// commas, points, blanks, apostrophes or underscores, whichever is not the decimal mark. Signs are
/// "+", "-" and U+2212, in front or behind; parentheses make a number negative. Blanks are those of
/// Unicode too, and so are digits. "0x1F" is hexadecimal, "$ -" nothing.
///
/// @param decimal  '.' or ','
/// Nothing if the text has no single number in it: what surrounds the number has no digit, but for
/// the power of a unit ("m2").
std::optional<DecoratedNumber> read_decorated(std::string_view text, char decimal);

/// What a mark between digits says of the file: "1,5" has a decimal comma, "1,234,567" groups,
/// "1,234" may be either.
struct NumberMarks {
  bool decimal_point = false, decimal_comma = false;
  bool either_point = false, either_comma = false;

  void add(const NumberMarks& other);
};

NumberMarks marks_of(std::string_view text);

/// "inf", "-Infinity", "∞".
bool is_infinite_word(std::string_view text);

/// "2024-01-31", "31.1.2024 12:30", "Jan 5, 2024", "12:30:05".
bool is_date(std::string_view text);

/// True if it is a currency, or nothing: what may stand before a number.
bool is_currency(std::string_view text);

}  // namespace temper
