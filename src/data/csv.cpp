#include "data/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/errors.h"
#include "config/config.h"
#include "data/csv_column.h"
#include "data/source.h"
#include "files/csv_reader.h"
#include "files/number.h"
#include "files/open_file.h"

namespace temper {
namespace {

constexpr std::size_t max_one_hot = 50;

/// Reads one file; the path and line of its errors.
class CsvFile {
 public:
  explicit CsvFile(const std::string& path)
      : path_(path), text_(read_file(path)), reader_(text_, path) {}

  std::vector<CsvColumn> columns() {
    std::vector<CsvColumn> columns = header();
    while (reader_.next(fields_)) {
      if (fields_.size() != columns.size())
        refuse(
            fmt::format("has {} fields where the header has {}", fields_.size(), columns.size()));
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (const auto problem = columns[i].add(fields_[i]); !problem.empty())
          refuse(fmt::format("column '{}': {}", columns[i].name(), problem));
      ++n_rows_;
    }
    if (n_rows_ == 0) refuse("there is a header but no row of data");
    return columns;
  }

  std::size_t n_rows() const { return n_rows_; }

 private:
  std::vector<CsvColumn> header() {
    if (!reader_.next(fields_)) refuse("is blank; the first line must name the columns");
    std::set<std::string> names;
    std::vector<CsvColumn> columns;
    for (const auto& name : fields_) {
      require_name(name);
      if (!names.insert(name).second) refuse("two columns have the name '" + name + "'");
      columns.emplace_back(name);
    }
    if (columns.size() == 1) refuse_single(columns[0].name());
    return columns;
  }

  void require_name(const std::string& name) const {
    if (name.empty())
      refuse("a column has no name (an index? pandas leaves it out with index=False)");
    if (parse_number(name))
      refuse("the first line must name the columns, but '" + name +
             "' is a number; is the header missing?");
  }

  [[noreturn]] void refuse_single(const std::string& name) const {
    const bool other = name.find_first_of(";\t") != std::string::npos;
    refuse(other ? "fields must be separated by commas, not by semicolons or tabs"
                 : "there is a single column, '" + name + "'; inputs and a target are needed");
  }

  [[noreturn]] void refuse(const std::string& problem) const {
    throw DataError(fmt::format("{}:{}: {}", path_, reader_.line(), problem));
  }

  std::string path_;
  std::string text_;
  CsvReader reader_;
  std::vector<std::string> fields_;
  std::size_t n_rows_ = 0;
};

std::size_t find_target(const std::vector<CsvColumn>& columns, const std::string& target,
                        const std::string& path) {
  if (target.empty()) return columns.size() - 1;
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name());
  const auto found = std::find(names.begin(), names.end(), target);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto near = nearest(target, names);
  throw DataError(fmt::format("{}:1: there is no column '{}' to be the target; {}", path, target,
                              near.empty() ? fmt::format("there are {}", fmt::join(names, ", "))
                                           : "did you mean '" + near + "'?"));
}

/// An input, as numbers: one column, or one for each distinct text.
struct Input {
  std::vector<std::string> names;
  std::vector<double> numbers;  ///< of a column of numbers
  std::vector<std::int32_t> codes;

  double value(std::size_t row, std::size_t i) const {
    return codes.empty() ? numbers[row] : codes[row] == static_cast<std::int32_t>(i);
  }
};

Input make_input(CsvColumn& column, const std::string& path) {
  if (!column.is_text()) return {{column.name()}, std::move(column.numbers()), {}};
  if (column.text().n_classes() > max_one_hot)
    throw DataError(
        fmt::format("{}: column '{}': is text with {} distinct values, more than the {} "
                    "that become inputs of their own; leave it out",
                    path, column.name(), column.text().n_classes(), max_one_hot));
  Labels labels = column.text().finish();
  for (auto& name : labels.class_names) name = fmt::format("{}={}", column.name(), name);
  return {std::move(labels.class_names), {}, std::move(labels.of)};
}

void set_inputs(RawData& raw, const std::vector<Input>& inputs, std::size_t n_rows) {
  for (const auto& input : inputs)
    raw.input_names.insert(raw.input_names.end(), input.names.begin(), input.names.end());
  std::vector<double> values;
  values.reserve(n_rows * raw.input_names.size());
  for (std::size_t row = 0; row < n_rows; ++row)
    for (const auto& input : inputs)
      for (std::size_t i = 0; i < input.names.size(); ++i) values.push_back(input.value(row, i));
  raw.inputs = RawMatrix(raw.input_names.size(), std::move(values));
  raw.input_shape = {raw.input_names.size()};
}

class Csv final : public Source {
 public:
  Csv(std::string path, std::string target) : path_(std::move(path)), target_(std::move(target)) {}
  RawData load() const override { return read_csv(path_, target_); }

 private:
  std::string path_;
  std::string target_;
};

const bool registered = formats().add(
    ".csv", "a table with a header", [](const Section& data, const std::string& path) {
      return std::make_unique<Csv>(path, data.text("target", "", "a column; the last if empty"));
    });

}  // namespace

RawData read_csv(const std::string& path, const std::string& target) {
  CsvFile file(path);
  auto columns = file.columns();
  const auto target_at = find_target(columns, target, path);

  RawData raw;
  raw.origin = path;
  raw.target_names = {columns[target_at].name()};
  if (columns[target_at].is_text())
    raw.labels = columns[target_at].text().finish();
  else
    raw.targets = RawMatrix(1, std::move(columns[target_at].numbers()));

  columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(target_at));
  std::vector<Input> inputs;
  for (auto& column : columns) inputs.push_back(make_input(column, path));
  set_inputs(raw, inputs, file.n_rows());
  return raw;
}

}  // namespace temper
