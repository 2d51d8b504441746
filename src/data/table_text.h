#pragma once
// The text of a table, wherever it lies.

#include <cstddef>
#include <string>
#include <string_view>

namespace temper {

/// A file, compressed by gzip or not, a pipe, or standard input ("-"). Lines that all end in CR end
/// in LF. Throws DataError "path:line: …" unless it is UTF-8 text.
std::string read_table_text(const std::string& path);

/// What separates fields: of "\t", ";", "|" and "," the one that cuts the first lines into the same
/// number of fields, two or more; blanks if none does.
struct Separator {
  char mark = ',';
  std::size_t n_fields = 1;  ///< of most of the first lines
};

/// @param given  by the user; "": look
Separator find_separator(std::string_view text, const std::string& given);

/// Without lines of nothing but separators at the end, which spreadsheets write below a table.
std::string_view without_empty_end(std::string_view text, char mark);

}  // namespace temper
