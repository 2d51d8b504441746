#include "data/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "base/errors.h"
#include "config/section.h"
#include "data/source.h"
#include "data/table_inputs.h"

namespace temper {
namespace {

void refuse_missing(const DataTable& table, const TableColumn& column, const std::string& remedy) {
  if (column.n_missing == 0) return;
  table.refuse(column.missing_row, column.name,
               fmt::format("a value is missing ('{}'); {}", column.missing_text, remedy));
}

/// The columns of one role, taken out of the table.
std::vector<TableColumn> take(DataTable& table, const std::vector<Role>& roles, Role role) {
  std::vector<TableColumn> taken;
  for (std::size_t i = 0; i < roles.size(); ++i)
    if (roles[i] == role) taken.push_back(std::move(table.columns[i]));
  return taken;
}

std::string no_target(const TableColumn& target) {
  return fmt::format(
      R"(a target can't be made up; data.missing_target = "drop" leaves such rows out, {} of {})",
      target.n_missing, target.size());
}

void set_targets(RawData& raw, const DataTable& table, std::vector<TableColumn> targets,
                 bool drops_untargeted) {
  for (const auto& target : targets) {
    raw.target_names.push_back(target.name);
    refuse_missing(table, target,
                   drops_untargeted ? "call it missing: data.missing" : no_target(target));
    if (target.is_text && targets.size() > 1)
      throw DataError(
          fmt::format("{}: target '{}' is text; of several targets each must be numbers",
                      table.path, target.name));
  }
  if (targets.size() == 1) {
    if (targets[0].is_text)
      raw.labels = std::move(targets[0].text);
    else
      raw.targets = RawMatrix(1, std::move(targets[0].numbers));
    return;
  }
  std::vector<double> values;
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    for (const auto& target : targets) values.push_back(target.numbers[row]);
  raw.targets = RawMatrix(targets.size(), std::move(values));
}

void set_weights(RawData& raw, const DataTable& table, std::vector<TableColumn> columns) {
  if (columns.empty()) return;
  TableColumn& column = columns[0];
  if (column.is_text) table.refuse(0, column.name, "weights must be numbers");
  refuse_missing(table, column, "every example needs a weight; 0 leaves one out of training");
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    if (!(column.numbers[row] >= 0))
      table.refuse(row, column.name, fmt::format("the weight {} is below 0", column.numbers[row]));
  raw.weights = std::move(column.numbers);
}

Wanted wanted_for(Role role, const TableOptions& options) {
  if (role == Role::none || role == Role::index) return Wanted::no;
  return role == Role::target && options.drops_untargeted ? Wanted::in_every_row : Wanted::yes;
}

/// How the table was written where it isn't as usual: "separated by tabs, decimal comma"; else "".
std::string unusual_format(char separator, char decimal) {
  static const std::map<char, std::string> names = {
      {';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}, {' ', "blanks"}, {':', "colons"}};
  const auto found = names.find(separator);
  std::string text = found == names.end() ? "" : "separated by " + found->second;
  if (decimal == ',') text += std::string(text.empty() ? "" : ", ") + "decimal comma";
  return text;
}

void set_notes(RawData& raw, const DataTable& table) {
  const auto format = unusual_format(table.separator, table.decimal);
  if (!format.empty()) raw.notes.push_back("format: " + format);
  auto left_out = table.notes;
  if (table.n_left_out > 0)
    left_out.push_back(fmt::format("{} row{} without a target", table.n_left_out,
                                   table.n_left_out == 1 ? "" : "s"));
  left_out.insert(left_out.end(), table.ignored.begin(), table.ignored.end());
  if (!left_out.empty())
    raw.notes.push_back(fmt::format("left out: {}", fmt::join(left_out, ", ")));
  for (const auto& column : table.columns)
    if (!column.doubt.empty())
      raw.notes.push_back(fmt::format("to check: '{}' {}", column.name, column.doubt));
}

class Csv final : public Source {
 public:
  Csv(std::string path, TableOptions options)
      : path_(std::move(path)), options_(std::move(options)) {}
  RawData load() const override { return read_csv(path_, options_); }

 private:
  std::string path_;
  TableOptions options_;
};

std::unique_ptr<Source> make(const Section& data, const std::string& path) {
  return std::make_unique<Csv>(path, read_table_options(data));
}

constexpr const char* about_tables = "a table with a header, its separator sniffed; .gz too";

bool add_formats() {
  bool is_new = formats().add("-", "a table from standard input", make) &&
                formats().add(".parquet", "a table, by temper-table of the analysis package", make);
  for (const std::string end : {".csv", ".tsv", ".tab", ".txt", ".dat", ".data"})
    is_new = formats().add(end, about_tables, make) &&
             formats().add(end + ".gz", about_tables, make) && is_new;
  return is_new;
}

const bool registered = add_formats();

}  // namespace

RawData read_csv(const std::string& path, const TableOptions& options) {
  std::vector<Role> roles;  // of the columns that are read
  auto table = read_table(path, options.format, [&](const std::vector<std::string>& names) {
    std::vector<Wanted> wanted;
    for (const auto role : roles_of(names, options, path)) {
      wanted.push_back(wanted_for(role, options));
      if (wanted.back() != Wanted::no) roles.push_back(role);
    }
    return wanted;
  });

  RawData raw;
  raw.origin = path;
  set_notes(raw, table);
  raw.schema.missing = options.format.missing;
  raw.schema.decimal = table.decimal;
  raw.schema.index = options.index;
  set_targets(raw, table, take(table, roles, Role::target), options.drops_untargeted);
  set_weights(raw, table, take(table, roles, Role::weights));
  for (const auto* beside : {&raw.target_names, &table.ignored})
    raw.schema.beside.insert(raw.schema.beside.end(), beside->begin(), beside->end());
  if (!options.weights.empty()) raw.schema.beside.push_back(options.weights);
  table.columns = take(table, roles, Role::input);
  if (table.columns.empty()) throw DataError(path + ":1: no column is left to be an input");
  raw.schema.inputs = inputs_of(table, options.impute);
  raw.input_names = names_of(raw.schema.inputs);
  raw.inputs = make_inputs(table, raw.schema.inputs);
  raw.input_shape = {raw.input_names.size()};
  return raw;
}

}  // namespace temper
