#include "config/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace temper {
namespace {

constexpr std::size_t longest_shown = 60;  // characters of a value in an error

/// A TOML basic string: what has no place on one line is escaped.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      result += {'\\', c};
    else if (byte < 0x20 || byte == 0x7f)
      result += fmt::format("\\u{:04X}", byte);
    else
      result += c;
  }
  return result + '"';
}

/// A point or an exponent says that it is no integer.
std::string float_text(double number) {
  const auto text = fmt::format("{}", number);
  const bool is_marked = text.find_first_of(".en") != std::string::npos;  // inf and nan have an n
  return is_marked ? text : text + ".0";
}

struct TomlText {
  std::string operator()(std::monostate) const { return "nothing"; }
  std::string operator()(bool flag) const { return flag ? "true" : "false"; }
  std::string operator()(std::int64_t number) const { return std::to_string(number); }
  std::string operator()(double number) const { return float_text(number); }
  std::string operator()(const std::string& text) const { return quoted(text); }
  std::string operator()(const Date& date) const { return date.text; }
  std::string operator()(const Table&) const { return "a table"; }
  std::string operator()(const List& list) const {
    std::string result;
    for (const auto& item : list.items) result += (result.empty() ? "" : ", ") + toml_text(item);
    return "[" + result + "]";
  }
};

/// Cuts between characters, not inside one of several bytes.
std::string shortened(std::string text) {
  if (text.size() <= longest_shown) return text;
  auto end = longest_shown;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

bool has_table(const List& list) {
  return std::any_of(list.items.begin(), list.items.end(),
                     [](const Value& item) { return item.is_table(); });
}

}  // namespace

bool Place::operator<(const Place& other) const {
  return std::tie(line, column) < std::tie(other.line, other.column);
}

const Value* Table::find(const std::string& key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Value* Table::find(const std::string& key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

std::string toml_text(const Value& value) { return std::visit(TomlText{}, value.data); }

std::string found_text(const Value& value) {
  const auto text = shortened(toml_text(value));
  if (const auto* list = std::get_if<List>(&value.data))
    return has_table(*list) ? "a list of tables" : "the list " + text;
  if (std::holds_alternative<Date>(value.data)) return "the date or time " + text;
  const auto* number = std::get_if<double>(&value.data);
  return number && std::isinf(*number) ? text + " (not finite)" : text;
}

}  // namespace temper
