#include "data/task.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/errors.h"

namespace temper {
namespace {

constexpr std::size_t max_whole_classes = 20;

[[noreturn]] void refuse_target(const RawData& raw, const std::string& problem) {
  throw DataError(fmt::format("{}: target '{}' {}", raw.origin, raw.target_names.at(0), problem));
}

std::vector<double> column_of(const RawMatrix& targets) {
  std::vector<double> column(targets.n_rows());
  for (std::size_t i = 0; i < column.size(); ++i) targets.row(i, {&column[i], 1});
  return column;
}

/// The distinct values with their class numbers, in order.
std::map<double, std::int32_t> classes_of(const std::vector<double>& column) {
  std::map<double, std::int32_t> classes;
  for (const double value : column) classes.emplace(value, 0);
  std::int32_t code = 0;
  for (auto& [value, number] : classes) number = code++;
  return classes;
}

bool looks_like_classes(const std::map<double, std::int32_t>& classes, std::size_t n_rows) {
  if (classes.size() > max_whole_classes || 2 * classes.size() > n_rows) return false;
  for (const auto& [value, code] : classes)
    if (value != std::floor(value)) return false;
  return true;
}

/// Numbers to labels.
void encode(RawData& raw, const std::vector<double>& column,
            const std::map<double, std::int32_t>& classes) {
  for (const double value : column) raw.labels.of.push_back(classes.at(value));
  for (const auto& [value, code] : classes)
    raw.labels.class_names.push_back(fmt::format("{}", value));
  raw.targets = {};
}

void require_classes(const RawData& raw) {
  const auto& names = raw.labels.class_names;
  if (names.size() < 2)
    refuse_target(raw, fmt::format("has a single class, '{}'; classification needs two or more",
                                   names.at(0)));
  if (names.size() == raw.labels.of.size() && names.size() > max_whole_classes)
    refuse_target(raw,
                  fmt::format("has a class of its own for each of the {} rows; is it an index, "
                              "or is task = \"regression\" meant?",
                              names.size()));
}

/// The column of the single 1 of each row, the others being 0; empty if some row is otherwise.
std::vector<std::int32_t> one_hot_labels(const RawMatrix& targets) {
  std::vector<std::int32_t> labels;
  std::vector<double> row(targets.n_columns());
  for (std::size_t i = 0; i < targets.n_rows(); ++i) {
    targets.row(i, row);
    const auto n_ones = std::count(row.begin(), row.end(), 1.0);
    if (n_ones != 1 ||
        n_ones + std::count(row.begin(), row.end(), 0.0) != static_cast<std::ptrdiff_t>(row.size()))
      return {};
    labels.push_back(
        static_cast<std::int32_t>(std::find(row.begin(), row.end(), 1.0) - row.begin()));
  }
  return labels;
}

/// Classes that stand as a column of 0 and 1 each.
bool settle_one_hot(RawData& raw) {
  raw.labels.of = one_hot_labels(raw.targets);
  if (raw.labels.of.empty()) return false;
  raw.notes.push_back(fmt::format("target: {} columns of 0 and 1, one 1 a row: taken for classes",
                                  raw.targets.n_columns()));
  raw.labels.class_names = raw.target_names;
  const bool is_table = !raw.schema.inputs.empty();
  for (std::size_t i = 0; i < raw.target_names.size() && !is_table; ++i)
    raw.labels.class_names[i] = fmt::format("{}", i);
  raw.target_names = {is_table ? "class" : "y"};
  raw.targets = {};
  return true;
}

Task settle_numbers(RawData& raw, std::optional<Task> wanted) {
  const bool single = raw.targets.n_columns() == 1;
  if (!single && wanted != Task::regression && settle_one_hot(raw)) {
    require_classes(raw);
    return Task::classification;
  }
  if (!single && wanted == Task::classification)
    refuse_target(
        raw,
        fmt::format("has {} columns; classification needs one column of labels, or one of 0 and 1 "
                    "for each class",
                    raw.targets.n_columns()));
  if (!single || wanted == Task::regression) return Task::regression;

  const auto column = column_of(raw.targets);
  const auto classes = classes_of(column);
  if (!wanted && !looks_like_classes(classes, column.size())) return Task::regression;
  encode(raw, column, classes);
  require_classes(raw);
  return Task::classification;
}

}  // namespace

Task settle_task(RawData& raw, std::optional<Task> wanted) {
  if (raw.labels.of.empty()) return settle_numbers(raw, wanted);
  if (wanted == Task::regression)
    refuse_target(raw, fmt::format("is text, '{}'; task = \"regression\" needs numbers",
                                   raw.labels.class_names.at(0)));
  require_classes(raw);
  return Task::classification;
}

}  // namespace temper
