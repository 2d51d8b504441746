#include "data/table_inputs.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "base/errors.h"

namespace temper {
namespace {

constexpr std::size_t max_one_hot = 50, most_distinct_rows = 20;

void require_few(const DataTable& table, const TableColumn& column) {
  const auto n = column.text.class_names.size();
  const auto what = column.is_vast ? "whole numbers beyond 2^53, which are kept as text," : "text";
  if (n > max_one_hot)
    throw DataError(
        fmt::format("{}: column '{}': is {} with {} distinct values, more than the {} that become "
                    "inputs of their own; leave it out: data.drop",
                    table.path, column.name, what, n, max_one_hot));
  if (n == table.n_rows() && n > most_distinct_rows)
    throw DataError(
        fmt::format("{}: column '{}': is {} that is another in every row: it names "
                    "rows; leave it out: data.index or data.drop",
                    table.path, column.name, what));
}

/// One column as inputs.
class Cells {
 public:
  Cells(TableColumn& column, const TableInput& input)
      : input_(input), numbers_(std::move(column.numbers)), codes_(std::move(column.text.of)) {}

  std::size_t n() const { return input_.n_inputs(); }

  void add_row(std::size_t row, std::vector<double>& values) const {
    const bool is_missing = input_.is_text ? codes_[row] < 0 : std::isnan(numbers_[row]);
    if (input_.is_text)
      for (std::size_t i = 0; i < input_.categories.size(); ++i)
        values.push_back(codes_[row] == static_cast<std::int32_t>(i));
    else
      values.push_back(is_missing ? input_.fill : numbers_[row]);
    if (input_.has_indicator) values.push_back(is_missing);
  }

 private:
  const TableInput& input_;
  std::vector<double> numbers_;
  std::vector<std::int32_t> codes_;
};

}  // namespace

std::vector<TableInput> inputs_of(const DataTable& table, bool impute) {
  std::vector<TableInput> inputs;
  for (const auto& column : table.columns) {
    if (column.n_missing > 0 && !impute)
      table.refuse(column.missing_row, column.name,
                   fmt::format("a value is missing ('{}'); fill it in, leave the row out, or say "
                               "data.impute = \"median\"",
                               column.missing_text));
    if (column.is_text) require_few(table, column);
    inputs.push_back({.name = column.name,
                      .unit = column.unit,
                      .is_text = column.is_text,
                      .categories = column.text.class_names,
                      .has_indicator = column.n_missing > 0});
  }
  return inputs;
}

std::vector<std::string> names_of(const std::vector<TableInput>& inputs) {
  std::vector<std::string> names;
  for (const auto& input : inputs) {
    if (!input.is_text) names.push_back(input.name);
    for (const auto& category : input.categories)
      names.push_back(fmt::format("{}={}", input.name, category));
    if (input.has_indicator) names.push_back(input.name + " missing");
  }
  return names;
}

RawMatrix make_inputs(DataTable& table, const std::vector<TableInput>& inputs) {
  std::vector<Cells> cells;
  std::size_t n_inputs = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    cells.emplace_back(table.columns[i], inputs[i]);
    n_inputs += inputs[i].n_inputs();
  }
  std::vector<double> values;
  values.reserve(table.n_rows() * n_inputs);
  for (std::size_t row = 0; row < table.n_rows(); ++row)
    for (const auto& column : cells) column.add_row(row, values);
  return {n_inputs, std::move(values)};
}

}  // namespace temper
