#pragma once
// The one way in which tables are written: a header and rows, each column as wide as its widest
// cell.

#include <string>
#include <vector>

#include "base/text_width.h"

namespace temper {

class TextTable {
 public:
  struct Column {
    std::string title;
    bool is_text = false;  ///< on the left of its column; numbers stand on the right
  };

  explicit TextTable(std::vector<Column> columns);

  /// @param cells  one a column
  void add(std::vector<std::string> cells);

  /// Header and rows, without line ends. Two spaces stand between columns, or one where the table
  /// would be wider than `columns` otherwise.
  std::vector<std::string> lines(std::size_t columns = usual_columns) const;

  /// The same as text.
  std::string text(std::size_t columns = usual_columns) const;

 private:
  std::string line_of(const std::vector<std::string>& cells, std::size_t gap) const;

  std::vector<Column> columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::vector<std::string>> rows_;  ///< the header first
};

}  // namespace temper
