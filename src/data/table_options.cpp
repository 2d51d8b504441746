#include "data/table_options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/errors.h"
#include "config/config.h"
#include "config/section.h"

namespace temper {
namespace {

std::string read_separator(const Section& data) {
  static const std::map<std::string, std::string> marks = {
      {"auto", ""}, {"comma", ","}, {"semicolon", ";"}, {"tab", "\t"}, {"\\t", "\t"},
      {"bar", "|"}, {"blank", " "}, {",", ","},         {";", ";"},    {"\t", "\t"},
      {"|", "|"},   {" ", " "},     {":", ":"}};
  const auto given =
      data.text("separator", "auto", "comma, semicolon, tab, bar or blank, or as it is");
  const auto found = marks.find(given);
  if (found == marks.end())
    data.refuse("separator",
                fmt::format("'{}' is none of comma, semicolon, tab, bar, blank or auto", given));
  return found->second;
}

std::string read_decimal(const Section& data) {
  const auto given = data.choice("decimal", {"auto", ".", ",", "point", "comma"}, "auto",
                                 "the decimal mark; auto: what the numbers show");
  if (given == "auto") return "";
  return given == "," || given == "comma" ? "," : ".";
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t start = 0; start <= text.size();) {
    const auto comma = std::min(text.find(',', start), text.size());
    parts.push_back(text.substr(start, comma - start));
    start = comma + 1;
  }
  return parts;
}

/// A list as it stands; of one text, what stands between its commas.
std::vector<std::string> read_list(const Section& data, const std::string& key,
                                   const std::string& help) {
  const auto words = data.words(key, help + ": a list, or one text with commas");
  return words.size() == 1 ? split(words[0]) : words;
}

/// The columns of a file by name.
class Names {
 public:
  Names(const std::vector<std::string>& names, const std::string& path)
      : names_(names), path_(path) {}

  /// @param use  "to be the target", for the message
  std::size_t find(const std::string& name, const std::string& use) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found != names_.end() && !name.empty())
      return static_cast<std::size_t>(found - names_.begin());
    const auto near = nearest(name, names_);
    throw DataError(
        fmt::format("{}:1: there is no column '{}' {}; {}", path_, name, use,
                    near.empty() ? "there are " + some_names() : "did you mean '" + near + "'?"));
  }

  /// Of lists with commas inside too, unless a column is called so.
  std::vector<std::size_t> find_all(const std::vector<std::string>& list,
                                    const std::string& use) const {
    std::vector<std::size_t> places;
    for (const auto& item : list)
      if (std::find(names_.begin(), names_.end(), item) != names_.end())
        places.push_back(find(item, use));
      else
        for (const auto& name : split(item)) places.push_back(find(name, use));
    return places;
  }

 private:
  std::string some_names() const {
    constexpr std::size_t most = 20;
    const auto n = std::min(names_.size(), most);
    const std::vector<std::string> first(names_.begin(),
                                         names_.begin() + static_cast<std::ptrdiff_t>(n));
    return fmt::format(
        "{}{}", fmt::join(first, ", "),
        names_.size() > most ? fmt::format(" and {} more", names_.size() - most) : "");
  }

  const std::vector<std::string>& names_;
  const std::string& path_;
};

}  // namespace

TableOptions read_table_options(const Section& data) {
  TableOptions options;
  options.format.separator = read_separator(data);
  options.format.decimal = read_decimal(data);
  options.format.has_header = data.flag("header", true, "false: columns are c1, c2, …");
  options.format.missing = read_list(data, "missing", "words or numbers that mean: not known");
  options.format.categories =
      read_list(data, "categories", "columns that are text even if they look like numbers");
  options.targets = data.words("target", "columns to predict; the last if absent");
  options.columns = data.words("columns", "inputs; all others if absent");
  options.drop = data.words("drop", "columns to leave out");
  options.weights = data.text("weights", "", "a column: how much each example counts");
  options.index = data.text("index", "", "a column that names the rows, no input");
  options.impute = data.choice("impute", {"none", "median"}, "none",
                               "missing inputs: refused, or the training median and an input "
                               "that says so") == "median";
  options.drops_untargeted = data.choice("missing_target", {"refuse", "drop"}, "refuse",
                                         "drop: leaves out rows whose target is missing") == "drop";
  return options;
}

std::vector<Role> roles_of(const std::vector<std::string>& names, const TableOptions& options,
                           const std::string& path) {
  const Names known(names, path);
  std::vector<Role> roles(names.size(), options.columns.empty() ? Role::input : Role::none);
  std::vector<bool> is_free(names.size(), true);  // to be the target
  const auto set = [&](const std::vector<std::size_t>& places, Role role) {
    for (const auto place : places) {
      roles[place] = role;
      is_free[place] = role == Role::input;
    }
  };
  set(known.find_all(options.columns, "to be an input"), Role::input);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].empty() || names[i].starts_with("Unnamed: ")) set({i}, Role::none);
  set(known.find_all(options.drop, "to leave out"), Role::none);
  if (!options.weights.empty()) set({known.find(options.weights, "of weights")}, Role::weights);
  if (!options.index.empty()) set({known.find(options.index, "to name rows")}, Role::index);
  set(known.find_all(options.targets, "to be the target"), Role::target);
  if (!options.targets.empty()) return roles;
  const auto last = std::find(is_free.rbegin(), is_free.rend(), true);
  if (last == is_free.rend()) throw DataError(path + ":1: no column is left to be the target");
  roles[static_cast<std::size_t>(is_free.rend() - last) - 1] = Role::target;
  return roles;
}

}  // namespace temper
