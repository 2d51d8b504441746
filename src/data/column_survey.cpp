#include "data/column_survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>

#include "data/missing_words.h"
#include "files/number.h"

namespace temper {
namespace {

constexpr double not_exact = 9007199254740992;  // 2^53: the next whole number reads as this one
constexpr std::size_t few = 10;  ///< so many numbers with something around them may be names
const double not_known = std::nan("");

/// A whole column is doubted from here on: fewer rows may be so by chance.
constexpr std::uint32_t fewest_rows = 10;

/// 20240131, of the years 1800 to 2199.
bool is_day(double number) {
  const auto digits = static_cast<std::int64_t>(number);
  const auto year = digits / 10000, month = digits / 100 % 100, day = digits % 100;
  return number == static_cast<double>(digits) && year >= 1800 && year < 2200 && month >= 1 &&
         month <= 12 && day >= 1 && day <= 31;
}

/// "01234": a zip code or another name of digits.
bool is_zero_led(std::string_view value) {
  return value.size() > 1 && value[0] == '0' && is_whole_literal(value);
}

/// A text with "#" for each run of digits: "P3DT12H" is "P#DT#H".
std::string without_digits(std::string_view value) {
  std::string rest;
  for (const char c : value) {
    const bool is_digit = c >= '0' && c <= '9';
    if (!is_digit) rest += c;
    if (is_digit && !rest.ends_with('#')) rest += '#';
  }
  return rest;
}

/// "1/2", "3 ± 1", "[4, 5]", "10-20": the first letter or digit is a digit.
bool begins_like_number(std::string_view value) {
  const auto first = value.find_first_not_of(" ([{<>=~+-.,'\"");
  return first != std::string_view::npos && value[first] >= '0' && value[first] <= '9';
}

bool is_called_missing(std::string_view value, const std::vector<std::string>& missing) {
  if (std::find(missing.begin(), missing.end(), value) != missing.end()) return true;
  const auto number = missing.empty() ? std::nullopt : parse_number(value);
  return number && std::any_of(missing.begin(), missing.end(), [&](const std::string& word) {
           return parse_number(word) == number;
         });
}

}  // namespace

bool is_missing_value(std::string_view value, const std::vector<std::string>& missing) {
  return is_called_missing(value, missing) || (!parse_number(value) && is_missing_word(value));
}

void ColumnSurvey::add(std::string_view value, const std::vector<std::string>& missing) {
  const auto number = parse_number(value);
  if (missing.empty() && number) return add_plain(*number, value);
  if (is_called_missing(value, missing) || (!number && is_missing_word(value))) {
    if (!first_missing) first_missing = Cell{std::string(value), n_rows()};
    ++n_missing;
    numbers.push_back(not_known);
  } else if (number) {
    add_plain(*number, value);
  } else {
    add_odd(value);
  }
}

void ColumnSurvey::add_plain(double number, std::string_view value) {
  ++n_plain;
  if (!plain_marks_.decimal_point && value.find('.') != std::string_view::npos)
    plain_marks_.add(marks_of(value));
  if (!first_bare && number != 0) first_bare = Cell{std::string(value), n_rows()};
  if (!first_vast && std::abs(number) >= not_exact && is_whole_literal(value))
    first_vast = Cell{std::string(value), n_rows()};
  if (!first_zero_led && is_zero_led(value)) first_zero_led = Cell{std::string(value), n_rows()};
  if (few_plain.size() < most_few &&
      std::find(few_plain.begin(), few_plain.end(), number) == few_plain.end())
    few_plain.push_back(number);
  numbers.push_back(number);
}

void ColumnSurvey::add_odd(std::string_view value) {
  ++n_odd;
  if (odd.size() < most_odd && odd.find(value) == odd.end())
    odd.emplace(value, Cell{std::string(value), n_rows()});
  numbers.push_back(not_known);
}

bool ColumnSurvey::may_be_empty() const {
  return n_plain == 0 && std::all_of(odd.begin(), odd.end(), [](const auto& each) {
           return may_be_missing_word(each.first);
         });
}

bool ColumnSurvey::names_days() const {
  return n_plain == n_rows() && n_rows() >= fewest_rows &&
         std::all_of(numbers.begin(), numbers.end(), is_day);
}

bool ColumnSurvey::counts_rows() const {
  if (n_plain != n_rows() || n_rows() < fewest_rows || (numbers[0] != 0 && numbers[0] != 1))
    return false;
  for (std::size_t row = 0; row < numbers.size(); ++row)
    if (numbers[row] != numbers[0] + static_cast<double>(row)) return false;
  return true;
}

NumberMarks ColumnSurvey::marks() const {
  NumberMarks marks = plain_marks_;
  for (const auto& [value, cell] : odd) {
    if (!read_decorated(value, '.') && !read_decorated(value, ',') && !may_be_missing_word(value) &&
        !is_infinite_word(value))
      return {};
    marks.add(marks_of(value));
  }
  return marks;
}

namespace {

/// The odd values of a column by what they may be.
class Kinds {
 public:
  Kinds(const ColumnSurvey& column, char decimal) : column_(column) {
    for (const auto& [value, cell] : column.odd) {
      const auto number = read_decorated(value, decimal);
      if (number || !may_be_missing_word(value)) keep(any_, cell);
      if (is_date(value))
        keep(date_, cell);
      else if (is_infinite_word(value))
        keep(infinite_, cell);
      else if (number)
        keep_number(*number, cell);
      else if (!may_be_missing_word(value))
        keep(begins_like_number(value) ? like_number_ : other_, cell);
    }
  }

  Verdict verdict() const {
    if (date_.n > 0 && other_.n == 0 && column_.n_plain == 0 && n_numbers_ == 0)
      return problem(date_.first,
                     "is a date or a time; turn it into numbers (days, months, hours) or leave "
                     "the column out: data.drop");
    const auto n_text = other_.n + date_.n + like_number_.n;
    const bool has_numbers = column_.n_plain + n_numbers_ > 0;
    if (n_text == 0 && has_numbers) return of_numbers();
    if (are_all_like_numbers())
      return problem(like_number_.first,
                     "is not a number, but begins like one, as all others of the column do; make "
                     "numbers of them, or leave the column out (data.drop); if they are names, say "
                     "so: data.categories");
    if (differ_in_digits())
      return problem(any_.first,
                     "differs from all others of the column in its digits only; make numbers of "
                     "them, or leave the column out (data.drop); if they are names, say so: "
                     "data.categories");
    if (has_numbers) return of_both(n_text);
    return {ColumnReading::text, "", "", 0};
  }

 private:
  struct Kind {
    std::size_t n = 0;  ///< distinct values
    Cell first;
  };

  static void keep(Kind& kind, const Cell& cell) {
    if (kind.n++ == 0 || cell.row < kind.first.row) kind.first = cell;
  }

  void keep_number(const DecoratedNumber& number, const Cell& cell) {
    ++n_numbers_;
    const bool has_unit = !number.before.empty() || !number.after.empty();
    if (!is_currency(number.before)) keep(named_, cell);
    if (has_unit) {
      keep(with_unit_, cell);
      units_.insert(number.before + number.after);
    } else if (number.value != 0) {
      keep(bare_, cell);
    }
  }

  static Verdict problem(const Cell& cell, const std::string& text) {
    return {ColumnReading::text, "", fmt::format("'{}' {}", cell.text, text), cell.row};
  }

  /// More of them than names would be.
  bool are_all_like_numbers() const {
    return column_.n_plain == 0 && like_number_.n > 0 && other_.n + date_.n == 0 &&
           like_number_.n + n_numbers_ > few;
  }

  /// "np.float64(1.5)", "P3DT12H", "Q1 2024": the same but for digits, and more than names would
  /// be.
  bool differ_in_digits() const {
    if (column_.n_plain > 0 || any_.n <= few) return false;
    const auto pattern = without_digits(any_.first.text);
    return pattern.find('#') != std::string::npos &&
           std::all_of(column_.odd.begin(), column_.odd.end(), [&](const auto& each) {
             return without_digits(each.first) == pattern || may_be_missing_word(each.first);
           });
  }

  bool is_bare_beside_units() const {
    if (units_.empty() || is_currency(*units_.begin())) return false;
    return bare_.n > 0 || column_.first_bare;
  }

  Verdict of_numbers() const {
    if (infinite_.n > 0)
      return problem(infinite_.first,
                     "is infinite; leave the row out, or call it missing: data.missing");
    const bool is_one_unit = units_.size() <= 1 && named_.n == 0;
    if (is_one_unit && is_bare_beside_units())
      return problem(with_unit_.first,
                     "is not a number as others of the column, which have nothing around them; "
                     "give all of them in one unit");
    if (is_one_unit)
      return {ColumnReading::decorated, units_.empty() ? "" : *units_.begin(), "", 0};
    if (column_.n_plain == 0 && column_.odd.size() <= few) return {ColumnReading::text, "", "", 0};
    return problem(
        with_unit_.first,
        fmt::format("is a number with something around it that isn't the same everywhere; write "
                    "plain numbers in one unit, or leave the column out (data.drop); if they "
                    "are names, say so: data.categories"));
  }

  /// Numbers among text: a few codes, or a column of numbers with a word that isn't one.
  Verdict of_both(std::size_t n_text) const {
    const bool has_units = units_.size() <= 1 && named_.n == 0;
    const auto n_numbers = column_.few_plain.size() + (has_units ? n_numbers_ : 0);
    if (n_numbers <= few && n_numbers < n_text) return {ColumnReading::text, "", "", 0};
    const auto& odd = other_.n > 0 ? other_ : like_number_.n > 0 ? like_number_ : date_;
    return problem(odd.first,
                   "is not a number, as others of the column are; mend it, call it missing "
                   "(data.missing), or, if they are names, say so: data.categories");
  }

  const ColumnSurvey& column_;
  Kind any_, date_, infinite_, other_, like_number_, named_, with_unit_, bare_;
  std::size_t n_numbers_ = 0;
  std::set<std::string> units_;
};

}  // namespace

Verdict judge(const ColumnSurvey& column, char decimal, bool is_category) {
  if (is_category || column.first_vast) return {ColumnReading::text, "", "", 0};
  if (column.n_odd == 0) {
    const auto marks = column.marks();
    const bool has_point = marks.decimal_point || marks.either_point;
    return {decimal == ',' && has_point ? ColumnReading::decorated : ColumnReading::plain, "", "",
            0};
  }
  return Kinds(column, decimal).verdict();
}

}  // namespace temper
