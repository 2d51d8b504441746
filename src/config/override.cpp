#include "config/override.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/errors.h"
#include "base/pattern.h"
#include "base/trimmed.h"
#include "config/toml_reader.h"

namespace temper {
namespace {

using Path = std::span<const std::string>;

/// Errors are one line each, whatever was given.
std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

[[noreturn]] void refuse(const std::string& where, const std::string& problem) {
  throw UsageError(on_one_line(where + ": " + problem));
}

/// "model.layer[0].units" and "model.layer.0.units" as {"model", "layer", "0", "units"}.
std::vector<std::string> split_path(const std::string& key, const std::string& where) {
  static const Pattern path(R"([A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+|\[[0-9]{1,6}\])*)");
  if (!path.matches(key))
    refuse(where, fmt::format("'{}' is no key; expected a path such as kernel.lr or "
                              "model.layer[0].units",
                              key));
  std::vector<std::string> steps(1);
  for (const char c : key)
    if (c == '.' || c == '[')
      steps.emplace_back();
    else if (c != ']')
      steps.back() += c;
  return steps;
}

bool is_index(const std::string& step) {
  return step.size() <= 6 && step.find_first_not_of("0123456789") == std::string::npos;
}

/// A TOML value, or else the text itself. TOML is UTF-8, and so is what can be written back.
Value parse_value(const std::string& text, const Place& place) {
  auto value = read_toml_value(text, place);
  if (!value) value = read_toml_value(toml_text({text}), place);
  if (!value) refuse(place.where, "the value isn't UTF-8");
  return *value;
}

/// One override on its way down the tree.
class Setter {
 public:
  explicit Setter(Value value) : value_(std::move(value)) {}

  /// @param name  of `at`, as errors call it
  void set(Value& at, Path path, const std::string& name) const {
    if (path.empty()) return replace(at, name);
    if (std::holds_alternative<std::monostate>(at.data)) begin(at, path.front());
    const auto& step = path.front();
    if (std::holds_alternative<List>(at.data) && is_index(step))
      set(item(at, step, name), path.subspan(1), fmt::format("{}[{}]", name, step));
    else
      set(entry(at, step, name), path.subspan(1), name.empty() ? step : name + "." + step);
  }

 private:
  void replace(Value& at, const std::string& name) const {
    if (at.is_table() && !value_.is_table())
      refuse(place().where, fmt::format("{}: expected a table, got {}", name, found_text(value_)));
    at = value_;
  }

  /// What an index leads into is a list, what a name leads into a table.
  void begin(Value& at, const std::string& step) const {
    if (is_index(step))
      at.data = List{};
    else
      at.data = Table{};
    at.place = place();
  }

  Value& item(Value& at, const std::string& step, const std::string& name) const {
    auto& items = std::get<List>(at.data).items;
    const auto index = std::stoul(step);
    if (index > items.size())
      refuse(place().where, fmt::format("{}[{}]: expected an index of at most {}, the next entry",
                                        name, step, items.size()));
    if (index == items.size()) items.emplace_back();
    return items[index];
  }

  Value& entry(Value& at, const std::string& step, const std::string& name) const {
    auto* table = std::get_if<Table>(&at.data);
    if (!table)
      refuse(place().where, fmt::format("{}: expected a table, got {}", name, found_text(at)));
    if (!table->find(step)) table->entries.push_back({step, {}});
    return *table->find(step);
  }

  const Place& place() const { return value_.place; }

  Value value_;
};

}  // namespace

Override Override::parse(const std::string& text) {
  const std::string_view both = text;
  const auto equals = both.find('=');
  const std::string key(trimmed(both.substr(0, equals)));
  if (equals == std::string::npos || key.empty())
    refuse("--set " + text, "expected key=value, such as kernel.lr=0.01");
  return {key, std::string(trimmed(both.substr(equals + 1)))};
}

void apply_override(Value& file, const Override& override_, std::uint32_t number) {
  const auto& [key, text, origin] = override_;
  const auto where =
      on_one_line(origin == "--set" ? fmt::format("--set {}={}", key, text) : origin);
  const Setter setter(parse_value(text, {where, Place::after_file, number}));
  setter.set(file, split_path(key, where), "");
}

}  // namespace temper
