#include "data/task.h"

#include <fmt/format.h>

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

Task settle_numbers(RawData& raw, std::optional<Task> wanted) {
  const bool single = raw.targets.n_columns() == 1;
  if (!single && wanted == Task::classification)
    refuse_target(raw, fmt::format("has {} columns; classification needs one column of labels",
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
