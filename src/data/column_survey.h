#pragma once
// What the values of a column have in common: its type is decided over all of them.

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/decorated_number.h"

namespace temper {

/// How a column is read.
enum class ColumnReading {
  plain,      ///< numbers, all of which `numbers` holds already
  decorated,  ///< numbers with something around them, or with a decimal comma
  text,       ///< one class for each distinct value
};

/// True for the words that are missing in any column, and for what the user calls so.
bool is_missing_value(std::string_view value, const std::vector<std::string>& missing);

/// A value and where it stands.
struct Cell {
  std::string text;
  std::uint32_t row = 0;
};

/// Legal order: add* (columns of one file); the decimal mark is settled from `marks` of all; judge.
class ColumnSurvey {
 public:
  /// @param missing  what the user calls missing
  void add(std::string_view value, const std::vector<std::string>& missing);

  std::uint32_t n_rows() const { return static_cast<std::uint32_t>(numbers.size()); }
  bool is_empty() const { return n_missing == n_rows(); }
  /// If it is one of numbers: nothing but words that are missing among numbers.
  bool may_be_empty() const;
  /// True if it is 0, 1, 2, … or 1, 2, 3, … in ten rows or more.
  bool counts_rows() const;
  /// True if each is a day written as 20240131, in ten rows or more.
  bool names_days() const;
  /// What the decimal mark is in this column; nothing is known if some value is no number.
  NumberMarks marks() const;

  std::vector<double> numbers;  ///< [n_rows]; NaN where a value is missing or no plain number
  std::uint32_t n_missing = 0;  ///< by words that are missing anywhere
  std::optional<Cell> first_missing;
  std::uint32_t n_plain = 0, n_odd = 0;
  std::map<std::string, Cell, std::less<>> odd;  ///< distinct ones, at most `most_odd`
  std::vector<double> few_plain;                 ///< distinct ones, at most `most_few`
  std::optional<Cell> first_vast;                ///< a whole number beyond 2^53
  std::optional<Cell> first_bare;                ///< a plain number other than 0
  std::optional<Cell> first_zero_led;            ///< "01234": a whole number that starts with 0

  static constexpr std::size_t most_odd = 1000, most_few = 12;

 private:
  void add_plain(double number, std::string_view value);
  void add_odd(std::string_view value);

  NumberMarks plain_marks_;
};

/// A verdict on a column of which the file's decimal mark is known.
struct Verdict {
  ColumnReading reading = ColumnReading::plain;
  std::string unit;       ///< what stands around its numbers: "kg", "$"; "" if nothing
  std::string problem;    ///< what is wrong; "" if nothing
  std::uint32_t row = 0;  ///< where
};

/// @param is_category  the user says that it is text
Verdict judge(const ColumnSurvey& column, char decimal, bool is_category);

}  // namespace temper
