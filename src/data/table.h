#pragma once
// A text file as a table of typed columns.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "data/raw_data.h"
#include "data/table_format.h"

namespace temper {

struct TableColumn {
  std::string name;
  bool is_text = false;
  std::vector<double> numbers = {};  ///< [n_rows] unless text; NaN: missing
  Labels text = {};                  ///< [n_rows] if text; -1: missing
  std::string unit = {};             ///< what stood around its numbers
  std::uint32_t n_missing = 0;
  std::uint32_t missing_row = 0;  ///< the first
  std::string missing_text = {};  ///< what stands there
  bool is_vast = false;           ///< whole numbers beyond 2^53, kept as text
  std::string doubt = {};         ///< what numbers may rather be: "counts the rows: an index?"

  std::size_t size() const { return is_text ? text.of.size() : numbers.size(); }
};

struct DataTable {
  std::string path;
  std::vector<TableColumn> columns;  ///< those that were wanted, in the order of the file
  std::vector<std::string> ignored;  ///< those that were not
  std::vector<std::string> notes;    ///< "left out: …", one a line, without full stop
  std::vector<std::uint32_t> lines;  ///< [n_rows] where each row begins, from 1
  std::size_t n_left_out = 0;        ///< rows without a value that was wanted in every row
  char separator = ',';
  char decimal = '.';

  std::size_t n_rows() const { return lines.size(); }
  /// Throws DataError "path:line: column 'x': problem".
  [[noreturn]] void refuse(std::size_t row, const std::string& column,
                           const std::string& problem) const;
};

enum class Wanted { no, yes, in_every_row };  ///< the last: rows that lack it are left out

/// What is wanted of the columns with these names.
using ChooseColumns = std::function<std::vector<Wanted>(const std::vector<std::string>& names)>;

/// Reads a file, compressed by gzip or not, or standard input ("-"). The type of a column is
/// decided over all its values. A column without a name is left out if it is empty or an index.
/// Throws DataError "path:line: column 'x': what is wrong; what would be right".
DataTable read_table(const std::string& path, const TableFormat& format,
                     const ChooseColumns& choose);

}  // namespace temper
