#include "data/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/errors.h"
#include "data/column_survey.h"
#include "data/label_encoder.h"
#include "data/missing_words.h"
#include "data/table_records.h"

namespace temper {
namespace {

std::string shown_path(const std::string& path) { return path == "-" ? "standard input" : path; }

bool is_in(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A single column has no separator: a comma in it is the decimal mark that training had.
Separator separator_of(std::string_view text, const TableFormat& format) {
  auto found = find_separator(text, format.separator);
  if (found.n_fields < 2 && format.usual_decimal == ",") found.mark = ';';
  return found;
}

/// Reads a column again whose numbers are not plain, or that is text.
class Rereading {
 public:
  Rereading(std::size_t column, Verdict verdict) : column_(column), verdict_(std::move(verdict)) {}

  std::size_t column() const { return column_; }

  /// Returns what is wrong with the value, "" if nothing.
  std::string add(const std::string& value, const TableFormat& format, char decimal) {
    const bool is_number_column = verdict_.reading == ColumnReading::decorated;
    const bool is_known = !is_missing_value(value, format.missing) &&
                          !(is_number_column && may_be_missing_word(value));
    if (!is_known && n_missing_++ == 0) first_missing_ = {value, n_rows_};
    ++n_rows_;
    if (!is_number_column) {
      is_known ? labels_.add(without_blanks(value)) : labels_.add_missing();
      return "";
    }
    const auto number = is_known ? read_decorated(value, decimal) : DecoratedNumber{};
    if (!number || !fits(*number))
      return fmt::format("'{}' is not a number like the others of the column", value);
    numbers_.push_back(is_known ? number->value : std::nan(""));
    return "";
  }

  void finish(TableColumn& column) {
    column.is_text = verdict_.reading == ColumnReading::text;
    column.unit = verdict_.unit;
    column.numbers = std::move(numbers_);
    if (column.is_text) column.text = labels_.finish();
    column.n_missing = n_missing_;
    column.missing_row = first_missing_.row;
    column.missing_text = first_missing_.text;
  }

 private:
  bool fits(const DecoratedNumber& number) const {
    const auto unit = number.before + number.after;
    return unit.empty() || unit == verdict_.unit;
  }

  std::size_t column_;
  Verdict verdict_;
  std::uint32_t n_rows_ = 0, n_missing_ = 0;
  Cell first_missing_;
  std::vector<double> numbers_;
  LabelEncoder labels_;
};

std::string doubt_of(const ColumnSurvey& survey) {
  if (survey.counts_rows()) return "counts the rows: an index?";
  if (survey.names_days()) return "reads as dates: days since the first would be numbers";
  if (survey.first_zero_led)
    return fmt::format("has leading zeros ('{}'): names? data.categories",
                       survey.first_zero_led->text);
  return "";
}

class TableReader {
 public:
  TableReader(const std::string& path, const TableFormat& format)
      : format_(format),
        path_(shown_path(path)),
        text_(read_table_text(path)),
        separator_(separator_of(text_, format)),
        records_(path_, rows_of(text_), separator_, format) {
    table_.path = path_;
    table_.separator = separator_.mark;
  }

  DataTable read(const ChooseColumns& choose) {
    wanted_ = choose(records_.names());
    finds_gaps_ = std::find(wanted_.begin(), wanted_.end(), Wanted::in_every_row) != wanted_.end();
    survey();
    leave_out_unnamed();
    table_.decimal = settle_decimal();
    judge_columns();
    reread();
    return std::move(table_);
  }

 private:
  /// Of new rows, each is answered, however empty.
  std::string_view rows_of(std::string_view text) const {
    return format_.is_of_new_rows ? text : without_empty_end(text, separator_.mark);
  }

  void survey() {
    const auto& names = records_.names();
    surveys_.resize(names.size());
    while (next_row()) {
      const auto& fields = records_.fields();
      if (records_.has_row_names()) add_row_name(fields[0]);
      for (std::size_t i = 0; i < names.size(); ++i)
        if (is_wanted(i) || names[i].empty()) surveys_[i].add(fields[i], format_.missing);
      table_.lines.push_back(static_cast<std::uint32_t>(records_.line()));
    }
    table_.n_left_out = n_passed_;
    if (!table_.lines.empty()) return;
    if (n_passed_ > 0) throw DataError(path_ + ": no row has a value of the target");
    records_.refuse("there is a header but no row of data");
  }

  bool is_wanted(std::size_t column) const { return wanted_[column] != Wanted::no; }

  /// The next row that has all it must; the others are passed over.
  bool next_row() {
    while (records_.next()) {
      if (!finds_gaps_ || !has_gap(records_.fields())) return true;
      ++n_passed_;
    }
    return false;
  }

  bool has_gap(const std::vector<std::string>& fields) const {
    for (std::size_t i = 0; i < wanted_.size(); ++i)
      if (wanted_[i] == Wanted::in_every_row && is_missing_value(fields[i], format_.missing))
        return true;
    return false;
  }

  /// A comma inside the numbers of a first column makes a field more, too.
  void add_row_name(const std::string& name) {
    if (row_names_.insert(name).second) return;
    const auto n = records_.names().size();
    records_.refuse(
        fmt::format("has {} fields where the header has {}; the first would name the "
                    "row, but '{}' names another already",
                    n, n - 1, name));
  }

  /// The index that pandas or R have written, and what commas at the ends of lines make.
  void leave_out_unnamed() {
    const auto& names = records_.names();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].empty()) continue;
      wanted_[i] = Wanted::no;
      if (surveys_[i].is_empty())
        table_.notes.push_back(fmt::format("column {} (no name, empty)", i + 1));
      else if (i == 0)
        table_.notes.emplace_back("column 1 (no name: an index)");
      else
        throw DataError(
            fmt::format("{}:1: column {} has no name but values; name it", path_, i + 1));
    }
  }

  /// The decimal mark that the columns agree on.
  char settle_decimal() const {
    if (!format_.decimal.empty()) return format_.decimal[0];
    NumberMarks marks;
    for (std::size_t i = 0; i < surveys_.size(); ++i)
      if (is_wanted(i)) marks.add(surveys_[i].marks());
    if (marks.decimal_comma && marks.decimal_point)
      throw DataError(path_ +
                      ": some columns have a decimal comma, others a decimal point; say "
                      "which is meant: data.decimal = \",\" or \".\"");
    if (marks.decimal_comma) return ',';
    if (marks.decimal_point) return '.';
    const bool is_semicolon = separator_.mark == ';';
    // Whoever separates by commas writes decimal points, and the other way round.
    if (separator_.mark == ',' && marks.either_point && !marks.either_comma) return '.';
    if (is_semicolon && marks.either_comma && !marks.either_point) return ',';
    if (!format_.usual_decimal.empty()) return format_.usual_decimal[0];
    const bool is_unclear = (is_semicolon && marks.either_point) ||
                            (separator_.mark != ',' && !is_semicolon && marks.either_comma);
    if (is_unclear)
      throw DataError(
          fmt::format("{}: '{}' in its numbers may be a decimal mark or part thousands; "
                      "say which: data.decimal = \",\" or \".\"",
                      path_, is_semicolon ? '.' : ','));
    return '.';
  }

  void judge_columns() {
    const auto& names = records_.names();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!is_wanted(i)) {
        if (!names[i].empty()) table_.ignored.push_back(names[i]);
        continue;
      }
      auto& survey = surveys_[i];
      const bool is_category = is_in(format_.categories, names[i]);
      auto verdict = judge(survey, table_.decimal, is_category);
      if (!verdict.problem.empty()) table_.refuse(verdict.row, names[i], verdict.problem);
      if (format_.is_of_new_rows && !is_category && survey.may_be_empty())
        verdict.reading = ColumnReading::decorated;
      if (survey.is_empty() && !format_.is_of_new_rows)
        table_.refuse(0, names[i], "has no value in any row; leave it out: data.drop");
      TableColumn column{.name = names[i]};
      if (verdict.reading == ColumnReading::plain) column.doubt = doubt_of(survey);
      column.numbers = std::move(survey.numbers);
      column.is_vast = survey.first_vast.has_value();
      column.n_missing = survey.n_missing;
      if (survey.first_missing) {
        column.missing_row = survey.first_missing->row;
        column.missing_text = survey.first_missing->text;
      }
      if (verdict.reading != ColumnReading::plain) {
        places_.push_back(table_.columns.size());
        rereadings_.emplace_back(i, std::move(verdict));
      }
      table_.columns.push_back(std::move(column));
    }
  }

  void reread() {
    if (rereadings_.empty()) return;
    records_.rewind();
    for (std::size_t row = 0; next_row(); ++row)
      for (auto& rereading : rereadings_) {
        const auto i = rereading.column();
        const auto problem = rereading.add(records_.fields()[i], format_, table_.decimal);
        if (!problem.empty()) table_.refuse(row, records_.names()[i], problem);
      }
    for (std::size_t k = 0; k < rereadings_.size(); ++k)
      rereadings_[k].finish(table_.columns[places_[k]]);
  }

  const TableFormat& format_;
  std::string path_, text_;
  Separator separator_;
  Records records_;
  std::vector<Wanted> wanted_;
  bool finds_gaps_ = false;   ///< something is wanted in every row
  std::size_t n_passed_ = 0;  ///< rows so far that lack it
  std::set<std::string> row_names_;
  std::vector<ColumnSurvey> surveys_;
  std::vector<Rereading> rereadings_;
  std::vector<std::size_t> places_;  ///< of rereadings_ in the table
  DataTable table_;
};

}  // namespace

void DataTable::refuse(std::size_t row, const std::string& column,
                       const std::string& problem) const {
  throw DataError(fmt::format("{}:{}: column '{}': {}", path, lines.at(row), column, problem));
}

DataTable read_table(const std::string& path, const TableFormat& format,
                     const ChooseColumns& choose) {
  return TableReader(path, format).read(choose);
}

}  // namespace temper
