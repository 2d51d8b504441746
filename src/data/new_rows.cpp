#include "data/new_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/errors.h"
#include "data/table.h"
#include "data/table_inputs.h"

namespace temper {
namespace {

using Names = std::vector<std::string>;

bool is_in(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string some_of(const Names& names) {
  constexpr std::size_t most = 8;
  const auto n = std::min(names.size(), most);
  return fmt::format("{}{}",
                     fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(n), ", "),
                     names.size() > most ? fmt::format(" and {} more", names.size() - most) : "");
}

Names names_of_columns(const TableSchema& schema) {
  Names names;
  for (const auto& input : schema.inputs) names.push_back(input.name);
  return names;
}

/// Which columns of a file are read; refuses those that nobody knows, and lists that lack one.
std::vector<Wanted> choose(const Names& names, const TableSchema& schema, const std::string& path) {
  const auto inputs = names_of_columns(schema);
  Names strange, absent;
  std::vector<Wanted> wanted;
  for (const auto& name : names) {
    const bool is_index = !schema.index.empty() && name == schema.index;
    const bool is_read = is_in(inputs, name) || is_index;
    wanted.push_back(is_read ? Wanted::yes : Wanted::no);
    if (!is_read && !name.empty() && !is_in(schema.beside, name)) strange.push_back(name);
  }
  for (const auto& name : inputs)
    if (!is_in(names, name)) absent.push_back(name);
  if (!absent.empty())
    throw DataError(
        fmt::format("{}:1: has no column {}, which the run was trained on{}", path, some_of(absent),
                    strange.empty() ? "" : fmt::format("; it has {}", some_of(strange))));
  if (!strange.empty())
    throw DataError(fmt::format("{}:1: the run was trained without a column {}; leave it out", path,
                                some_of(strange)));
  return wanted;
}

/// From the codes of this file to those of training.
void recode(const DataTable& table, TableColumn& column, const TableInput& input) {
  std::vector<std::int32_t> code_of;
  for (const auto& name : column.text.class_names) {
    const auto found = std::find(input.categories.begin(), input.categories.end(), name);
    code_of.push_back(found == input.categories.end()
                          ? -1
                          : static_cast<std::int32_t>(found - input.categories.begin()));
  }
  for (std::size_t row = 0; row < column.text.of.size(); ++row) {
    auto& code = column.text.of[row];
    if (code < 0) continue;
    const auto place = static_cast<std::size_t>(code);
    if (code_of[place] < 0)
      table.refuse(row, column.name,
                   fmt::format("'{}' is no category that training had; it had {}",
                               column.text.class_names[place], some_of(input.categories)));
    code = code_of[place];
  }
}

void fit(const DataTable& table, TableColumn& column, const TableInput& input) {
  if (column.n_missing > 0 && !input.has_indicator)
    table.refuse(column.missing_row, column.name,
                 fmt::format("a value is missing ('{}'), as none was in training; fill it in or "
                             "leave the row out",
                             column.missing_text));
  if (input.is_text) return recode(table, column, input);
  if (column.is_text)
    table.refuse(0, column.name,
                 fmt::format("'{}' is no number, as in training", column.text.class_names.at(0)));
  if (!column.unit.empty() && !input.unit.empty() && column.unit != input.unit)
    table.refuse(0, column.name,
                 fmt::format("is in '{}', and was in '{}' in training", column.unit, input.unit));
}

std::vector<std::string> texts_of(const TableColumn& column) {
  std::vector<std::string> texts;
  for (const auto code : column.text.of)
    texts.push_back(code < 0 ? "" : column.text.class_names[static_cast<std::size_t>(code)]);
  return texts;
}

TableFormat format_of(const TableSchema& schema) {
  TableFormat format{.missing = schema.missing, .is_of_new_rows = true};
  format.usual_decimal = schema.decimal;
  for (const auto& input : schema.inputs)
    if (input.is_text) format.categories.push_back(input.name);
  if (!schema.index.empty()) format.categories.push_back(schema.index);
  return format;
}

}  // namespace

NewRows read_new_rows(const std::string& path, const TableSchema& schema) {
  auto table = read_table(path, format_of(schema),
                          [&](const Names& names) { return choose(names, schema, path); });
  NewRows rows{.index_name = schema.index, .unused = table.ignored};
  std::map<std::string, TableColumn> columns;
  for (auto& column : table.columns) columns.emplace(column.name, std::move(column));
  table.columns.clear();
  for (const auto& input : schema.inputs) {
    auto& column = columns.at(input.name);
    fit(table, column, input);
    table.columns.push_back(std::move(column));
  }
  if (const auto index = columns.find(schema.index); index != columns.end())
    rows.index = texts_of(index->second);
  rows.inputs = make_inputs(table, schema.inputs);
  if (const auto bad = rows.inputs.find_beyond_float()) {
    const auto names = names_of(schema.inputs);
    const auto n = rows.inputs.n_columns();
    table.refuse(*bad / n, names[*bad % n], "is not a number that float32 can hold");
  }
  return rows;
}

TableSchema schema_of_names(const std::vector<std::string>& input_names) {
  TableSchema schema;
  for (const auto& name : input_names) schema.inputs.push_back({.name = name});
  return schema;
}

}  // namespace temper
