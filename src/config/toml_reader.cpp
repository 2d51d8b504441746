#include "config/toml_reader.h"

// Numbers are read without a stream, which blames the number where memory is short.
#include <charconv>
#include <string_view>
#ifdef __cpp_lib_to_chars
#define TOML_FLOAT_CHARCONV 1
#endif
#include <toml++/toml.h>

#include <functional>
#include <sstream>

#include "base/errors.h"

namespace temper {
namespace {

using PlaceOf = std::function<Place(const toml::source_position&)>;

Value convert(const toml::node& node, const PlaceOf& place_of);

Table convert_table(const toml::table& from, const PlaceOf& place_of) {
  Table table;
  for (auto&& [key, node] : from)
    table.entries.push_back({std::string{std::string_view{key}}, convert(node, place_of)});
  return table;
}

List convert_list(const toml::array& from, const PlaceOf& place_of) {
  List list;
  for (const auto& node : from) list.items.push_back(convert(node, place_of));
  return list;
}

template <class T>
Date convert_date(const T& date) {
  std::ostringstream text;
  text << date;
  return {text.str()};
}

Value convert(const toml::node& node, const PlaceOf& place_of) {
  Value value{{}, place_of(node.source().begin)};
  if (const auto* table = node.as_table())
    value.data = convert_table(*table, place_of);
  else if (const auto* list = node.as_array())
    value.data = convert_list(*list, place_of);
  else if (const auto* text = node.as_string())
    value.data = text->get();
  else if (const auto* integer = node.as_integer())
    value.data = integer->get();
  else if (const auto* number = node.as_floating_point())
    value.data = number->get();
  else if (const auto* flag = node.as_boolean())
    value.data = flag->get();
  else if (const auto* date = node.as_date())
    value.data = convert_date(date->get());
  else if (const auto* time = node.as_time())
    value.data = convert_date(time->get());
  else if (const auto* moment = node.as_date_time())
    value.data = convert_date(moment->get());
  return value;
}

/// toml++'s reason, and what most often is behind it.
std::string syntax_problem(std::string reason) {
  const std::string prefix = "Error while parsing ";
  if (reason.starts_with(prefix)) reason.erase(0, prefix.size());
  const bool is_bare_word = reason.starts_with("value:") || reason.starts_with("boolean:");
  return "not TOML: " + reason + (is_bare_word ? "; a string needs quotes" : "");
}

}  // namespace

Value read_toml(const std::string& text, const std::string& origin) {
  const PlaceOf place_of = [&](const toml::source_position& at) {
    return Place{origin + ":" + std::to_string(at.line), at.line, at.column};
  };
  try {
    Value file = convert(toml::parse(text), place_of);
    file.place = {origin, 0, 0};
    return file;
  } catch (const toml::parse_error& error) {
    throw UsageError(place_of(error.source().begin).where + ": " +
                     syntax_problem(std::string(error.description())));
  }
}

std::optional<Value> read_toml_value(const std::string& text, const Place& place) {
  try {
    const toml::table table = toml::parse("value = " + text);
    if (table.size() != 1) return std::nullopt;  // the text goes on with keys of its own
    return convert(*table.get("value"), [&](const toml::source_position&) { return place; });
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

}  // namespace temper
