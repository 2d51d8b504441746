#include "data/csv_column.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "files/number.h"

namespace temper {
namespace {

/// How spreadsheets, R, pandas and UCI write that a value is not known.
bool is_missing(std::string_view value) {
  constexpr std::array<std::string_view, 10> words = {"",  "NA",   "N/A",  "NaN",  "nan",
                                                      "?", "null", "NULL", "None", "#N/A"};
  return std::find(words.begin(), words.end(), value) != words.end();
}

}  // namespace

std::string CsvColumn::add(std::string_view value) {
  const auto number = parse_number(value);
  if (!number && is_missing(value))
    return fmt::format("a value is missing ('{}'); fill it in or leave the row out", value);
  if (is_empty_) is_text_ = !number;
  is_empty_ = false;
  if (is_text_) {
    text_.add(value);
    return "";
  }
  if (!number) return fmt::format("'{}' is not a number, unlike the values above it", value);
  numbers_.push_back(*number);
  return "";
}

}  // namespace temper
