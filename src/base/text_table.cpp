#include "base/text_table.h"

#include <algorithm>
#include <numeric>

namespace temper {

TextTable::TextTable(std::vector<Column> columns)
    : columns_(std::move(columns)), widths_(columns_.size()) {
  std::vector<std::string> titles;
  for (const auto& column : columns_) titles.push_back(column.title);
  add(std::move(titles));
}

void TextTable::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::size_t i = 0; i < cells.size(); ++i)
    widths_[i] = std::max(widths_[i], display_width(cells[i]));
  rows_.push_back(std::move(cells));
}

std::vector<std::string> TextTable::lines(std::size_t columns) const {
  const auto bare = std::accumulate(widths_.begin(), widths_.end(), std::size_t{0});
  const std::size_t gap = bare + 2 * (widths_.size() - 1) <= columns ? 2 : 1;
  std::vector<std::string> lines;
  for (const auto& row : rows_) lines.push_back(line_of(row, gap));
  return lines;
}

std::string TextTable::text(std::size_t columns) const {
  std::string text;
  for (const auto& line : lines(columns)) text += line + "\n";
  return text;
}

std::string TextTable::line_of(const std::vector<std::string>& cells, std::size_t gap) const {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) line += std::string(gap, ' ');
    line += columns_[i].is_text ? padded_right(cells[i], widths_[i])
                                : padded_left(cells[i], widths_[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace temper
