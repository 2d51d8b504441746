#pragma once
// The records of a table: a header, then rows, all with as many fields.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/table_format.h"
#include "data/table_text.h"
#include "files/csv_reader.h"

namespace temper {

/// Passes over comments ("#") and Excel's "sep=;"; a comment above numbers, as numpy writes it, is
/// the header if it has as many fields. A row may end in separators that the header has
/// not; and the header may lack the name of the first column, as R leaves it out. New rows may have
/// a single column: then a blank line before the last value is a row without one.
class Records {
 public:
  /// `path`, `text` and `format` must outlive it. Throws DataError "path:line: …" if the header is
  /// none.
  Records(const std::string& path, std::string_view text, Separator separator,
          const TableFormat& format);

  /// To the first row.
  void rewind();

  const std::vector<std::string>& names() const { return names_; }
  /// The header lacks the name of the first column.
  bool has_row_names() const { return has_row_names_; }
  const std::vector<std::string>& fields() const { return fields_; }
  std::size_t line() const { return reader_->line(); }

  /// The next row; false at the end. Throws DataError if its number of fields is another.
  bool next();

  [[noreturn]] void refuse(const std::string& problem) const;

 private:
  bool next_record();
  void read_header();
  bool is_header_commented();
  void drop_empty_end();
  void number_names();
  void require_width() const;
  void require_names() const;
  void require_name(const std::string& name) const;
  bool are_numbered_from(std::size_t first) const;
  void require_several() const;

  const std::string& path_;
  std::string_view text_;
  Separator separator_;
  const TableFormat& format_;
  std::optional<CsvReader> reader_;
  std::vector<std::string> names_, fields_;
  std::vector<std::string> comment_;  ///< the fields of the last comment before the header
  bool is_held_ = false;              ///< fields_ are the next row
  bool has_row_names_ = false;
};

}  // namespace temper
