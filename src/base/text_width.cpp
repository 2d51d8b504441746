#include "base/text_width.h"

#include <algorithm>

namespace temper {
namespace {

constexpr char escape = '\x1b';

/// Bytes of the escape sequence, or of the character, that begins there.
std::size_t length_at(std::string_view text, std::size_t i) {
  if (text[i] == escape) {
    const auto end = text.find('m', i);
    return end == std::string_view::npos ? text.size() - i : end - i + 1;
  }
  std::size_t n = 1;
  while (i + n < text.size() && (static_cast<unsigned char>(text[i + n]) & 0xC0U) == 0x80U) ++n;
  return n;
}

std::size_t leading_spaces(std::string_view line) {
  const auto first = line.find_first_not_of(' ');
  return first == std::string_view::npos ? 0 : first;
}

std::string wrapped_line(std::string_view line, std::size_t columns, std::size_t indent) {
  const auto start = leading_spaces(line);
  std::string text(start, ' ');
  std::size_t used = start;
  bool is_first = true;
  for (std::size_t i = start; i < line.size();) {
    const auto end = std::min(line.find(' ', i), line.size());
    const auto word = line.substr(i, end - i);
    const auto width = display_width(word);
    if (!is_first && used + 1 + width > columns) {
      text += '\n';
      text.append(indent, ' ');
      used = indent;
    } else if (!is_first) {
      text += ' ';
      ++used;
    }
    text += word;
    used += width;
    is_first = false;
    i = end + 1;
  }
  return text;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); i += length_at(text, i)) width += text[i] != escape;
  return width;
}

std::string clipped(const std::string& line, std::size_t columns) {
  if (display_width(line) <= columns) return line;
  if (columns == 0) return "";
  std::string kept;
  bool is_coloured = false;
  std::size_t width = 0;
  for (std::size_t i = 0; width + 1 < columns; i += length_at(line, i)) {
    kept += line.substr(i, length_at(line, i));
    is_coloured = is_coloured || line[i] == escape;
    width += line[i] != escape;
  }
  return kept + "…" + (is_coloured ? "\x1b[0m" : "");
}

std::string padded_left(const std::string& text, std::size_t columns) {
  const auto width = display_width(text);
  return width < columns ? std::string(columns - width, ' ') + text : text;
}

std::string padded_right(const std::string& text, std::size_t columns) {
  const auto width = display_width(text);
  return width < columns ? text + std::string(columns - width, ' ') : text;
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string lines;
  for (std::size_t i = 0; i <= text.size();) {
    const auto end = std::min(text.find('\n', i), text.size());
    lines += wrapped_line(text.substr(i, end - i), columns, indent);
    if (end < text.size()) lines += '\n';
    i = end + 1;
  }
  return lines;
}

}  // namespace temper
