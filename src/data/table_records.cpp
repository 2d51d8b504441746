#include "data/table_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/errors.h"
#include "data/missing_words.h"
#include "files/number.h"

namespace temper {

Records::Records(const std::string& path, std::string_view text, Separator separator,
                 const TableFormat& format)
    : path_(path), text_(text), separator_(separator), format_(format) {
  rewind();
}

void Records::rewind() {
  reader_.emplace(text_, path_, separator_.mark);
  fields_.clear();
  names_.clear();
  comment_.clear();
  if (format_.has_header)
    read_header();
  else
    number_names();
}

bool Records::next() {
  if (is_held_) {
    is_held_ = false;
    return true;
  }
  if (!next_record()) return false;
  drop_empty_end();
  require_width();
  return true;
}

void Records::refuse(const std::string& problem) const {
  throw DataError(fmt::format("{}:{}: {}", path_, reader_->line(), problem));
}

/// The next record that is no comment: "# " begins one, and "#" where the number of fields is
/// another; "#CHROM,POS" is a header, "#DIV/0!,3" a row.
bool Records::next_record() {
  while (reader_->next(fields_)) {
    const auto n = names_.empty() ? separator_.n_fields : names_.size();
    if (fields_[0].starts_with("# ") || (separator_.mark == ' ' && fields_[0] == "#")) {
      if (names_.empty()) comment_ = fields_;
      continue;
    }
    if (fields_[0].starts_with('#') && fields_.size() != n) continue;
    if (reader_->line() == 1 && fields_[0].starts_with("sep=")) continue;
    return true;
  }
  return false;
}

/// Fields beyond the header's that hold nothing: what separators at the end of a row make.
void Records::drop_empty_end() {
  while (fields_.size() > names_.size() && fields_.back().empty()) fields_.pop_back();
}

/// Holds the first row back for next(). If it has one field more than the header, the first is the
/// name of the row, as R writes it.
void Records::read_header() {
  if (!next_record()) refuse("is blank; the first line must name the columns");
  is_held_ = is_header_commented();
  names_ = is_held_ ? comment_ : fields_;
  if (names_[0].starts_with('#')) names_[0] = names_[0].substr(1);
  for (auto& name : names_) name = without_blanks(name);
  require_names();
  if (is_held_) return;
  if (names_.size() == 1) reader_->keep_blank_lines();
  is_held_ = next_record();
  if (!is_held_) return;
  drop_empty_end();
  has_row_names_ = names_.size() > 1 && fields_.size() == names_.size() + 1;
  if (has_row_names_) names_.insert(names_.begin(), "");
  require_width();
}

/// The first record that is no comment is a row of numbers, and the comment above names as many
/// columns. Takes a "#" by itself off the comment.
bool Records::is_header_commented() {
  if (!comment_.empty() && comment_[0] == "#") comment_.erase(comment_.begin());
  const auto is_number = [](const std::string& text) { return parse_number(text).has_value(); };
  return comment_.size() > 1 && comment_.size() == fields_.size() &&
         std::all_of(fields_.begin(), fields_.end(), is_number) &&
         std::none_of(comment_.begin(), comment_.end(), is_number);
}

void Records::number_names() {
  is_held_ = next_record();
  for (std::size_t i = 0; i < fields_.size(); ++i) names_.push_back(fmt::format("c{}", i + 1));
  require_several();
}

void Records::require_width() const {
  if (fields_.size() != names_.size())
    refuse(fmt::format("has {} fields where the header has {}", fields_.size(), names_.size()));
}

void Records::require_names() const {
  std::set<std::string> known;
  const bool are_numbered = are_numbered_from(0) || are_numbered_from(1);
  for (const auto& name : names_) {
    if (name.empty()) continue;
    if (!are_numbered) require_name(name);
    if (!known.insert(name).second)
      refuse("two columns have the name '" + name + "'; rename one of them");
  }
  require_several();
}

void Records::require_name(const std::string& name) const {
  if (!parse_number(name)) return;
  refuse("the first line must name the columns, but '" + name + "' is a number; " +
         (format_.is_of_new_rows
              ? "name them as in training (c1, c2, … if it had no header)"
              : "is the header missing? Then say data.header = false; else give it a letter"));
}

void Records::require_several() const {
  if (names_.size() > 1 || format_.is_of_new_rows) return;
  refuse("there is a single column, '" + names_[0] +
         "'; inputs and a target are needed (or another separator: data.separator)");
}

/// As pandas names the columns of an array: 0, 1, 2, …
bool Records::are_numbered_from(std::size_t first) const {
  for (const auto& name : names_)
    if (!name.empty() && name != fmt::format("{}", first++)) return false;
  return true;
}

}  // namespace temper
