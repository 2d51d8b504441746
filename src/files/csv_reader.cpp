#include "files/csv_reader.h"

#include <algorithm>
#include <utility>

#include "base/errors.h"
#include "base/trimmed.h"

namespace temper {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

constexpr std::string_view blanks = " \t\r";

}  // namespace

CsvReader::CsvReader(std::string_view text, std::string origin, char separator)
    : rest_(text),
      origin_(std::move(origin)),
      separator_(separator),
      ends_{separator, '\n'},
      blanks_(separator == ' ' ? "" : " ") {
  if (separator == ' ') ends_ += '\t';
  if (rest_.starts_with("\xFF\xFE") || rest_.starts_with("\xFE\xFF"))
    refuse(1, "is UTF-16; save it as UTF-8");
  if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
}

bool CsvReader::next(std::vector<std::string>& fields) {
  if (!keeps_blank_lines_) skip_blank_lines();
  record_line_ = line_;
  if (rest_.empty()) {
    fields.clear();
    return false;
  }
  std::size_t n_fields = 0;
  if (separator_ == ' ') skip_blanks();
  do {
    if (fields.size() == n_fields) fields.emplace_back();
    read_field(fields[n_fields++]);
  } while (next_field());
  if (!rest_.empty()) rest_.remove_prefix(rest_[0] == '\r' ? 2 : 1);
  ++line_;
  fields.resize(n_fields);
  return true;
}

void CsvReader::keep_blank_lines() {
  keeps_blank_lines_ = true;
  rest_ = rest_.substr(0, rest_.find_last_not_of(" \t\r\n") + 1);
}

void CsvReader::skip_blank_lines() {
  for (;;) {
    const auto end = rest_.find('\n');
    if (!trimmed(rest_.substr(0, end), blanks).empty()) return;
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (rest_.empty()) return;
    ++line_;
  }
}

void CsvReader::skip_blanks() {
  rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
}

/// Passes the separator, if another field follows.
bool CsvReader::next_field() {
  if (separator_ == ' ') {
    skip_blanks();
    return !rest_.empty() && !at_line_end();
  }
  if (!rest_.starts_with(separator_)) return false;
  rest_.remove_prefix(1);
  return true;
}

/// Leaves rest_ at the separator or the end of the line.
void CsvReader::read_field(std::string& field) {
  const auto first = std::min(rest_.find_first_not_of(blanks_), rest_.size());
  if (rest_.substr(first).starts_with('"')) {
    rest_.remove_prefix(first);
    return read_quoted(field);
  }
  const auto end = std::min(rest_.find_first_of(ends_), rest_.size());
  field = trimmed(rest_.substr(0, end), blanks);
  rest_.remove_prefix(end);
}

void CsvReader::read_quoted(std::string& field) {
  const auto first_line = line_;
  field.clear();
  rest_.remove_prefix(1);
  for (;;) {
    const auto end = rest_.find('"');
    if (end == std::string_view::npos) refuse(first_line, "a quote is never closed");
    field += rest_.substr(0, end);
    line_ += static_cast<std::size_t>(
        std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    rest_.remove_prefix(end + 1);
    if (!rest_.starts_with('"')) break;
    field += '"';
    rest_.remove_prefix(1);
  }
  rest_.remove_prefix(std::min(rest_.find_first_not_of(blanks_), rest_.size()));
  if (!at_field_end())
    refuse(line_, "text follows a closing quote; a quote inside a quoted field is written twice");
}

void CsvReader::refuse(std::size_t line, const std::string& problem) const {
  throw DataError(origin_ + ":" + std::to_string(line) + ": " + problem);
}

}  // namespace temper
