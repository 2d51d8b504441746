#pragma once
// A value of the config and the place it comes from: all that the rest of src/config sees of TOML.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace temper {

/// Where a value was given. Overrides come after every line of the file.
struct Place {
  std::string where;         ///< "file.toml:12", "--set kernel.lr=fast"; "" if nowhere
  std::uint32_t line = 0;    ///< from 1; `after_file` for an override
  std::uint32_t column = 0;  ///< from 1; the number of the override

  static constexpr std::uint32_t after_file = UINT32_MAX;
  bool operator<(const Place& other) const;
};

struct Value;
struct Entry;

/// A date or a time: nothing in a config is one, but an error has to say what it found.
struct Date {
  std::string text;
};

struct List {
  std::vector<Value> items;
};

struct Table {
  std::vector<Entry> entries;

  Value* find(const std::string& key);
  const Value* find(const std::string& key) const;
};

/// `std::monostate`: nothing yet, on the way of an override.
struct Value {
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Date, List, Table> data;
  Place place = {};

  bool is_table() const { return std::holds_alternative<Table>(data); }
};

struct Entry {
  std::string key;
  Value value;
};

/// As TOML, on one line; doubles in the shortest form that reads back as the same bits.
/// Requires a scalar, or a list without tables.
std::string toml_text(const Value& value);

/// For "expected …, got": the value as TOML, shortened, with its type where that isn't plain.
std::string found_text(const Value& value);

}  // namespace temper
