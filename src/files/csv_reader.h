#pragma once
// Values with a separator between them, record by record.
//
// Source: Shafranovich, RFC 4180, 2005. Beyond it: LF as well as CRLF, a byte-order mark, blank
// lines between records, and blanks around fields are passed over, but not those inside quotes;
// other separators, of which a blank stands for any number of blanks and tabs.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace temper {

class CsvReader {
 public:
  /// @param text    must outlive the reader
  /// @param origin  what errors call it
  CsvReader(std::string_view text, std::string origin, char separator = ',');

  /// Reads the next record; false at the end. Reuses the memory of `fields`.
  /// Throws DataError "origin:line: …" if a quote isn't closed, or text follows a closing one.
  bool next(std::vector<std::string>& fields);

  /// From here to the last value a blank line is a record of one empty field.
  void keep_blank_lines();

  std::size_t line() const { return record_line_; }  ///< where the record began, from 1

 private:
  void skip_blank_lines();
  void skip_blanks();
  bool next_field();
  void read_field(std::string& field);
  void read_quoted(std::string& field);
  bool at_field_end() const {
    return rest_.empty() || ends_.find(rest_[0]) != std::string::npos || at_line_end();
  }
  bool at_line_end() const { return rest_.starts_with('\n') || rest_.starts_with("\r\n"); }
  [[noreturn]] void refuse(std::size_t line, const std::string& problem) const;

  std::string_view rest_;
  bool keeps_blank_lines_ = false;
  std::string origin_;
  char separator_;
  std::string ends_;    ///< of a field that isn't quoted
  std::string blanks_;  ///< that may stand around a quoted one
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
};

}  // namespace temper
