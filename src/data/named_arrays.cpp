#include "data/named_arrays.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <functional>
#include <numeric>
#include <variant>

#include "base/errors.h"
#include "base/lower.h"
#include "data/column_survey.h"
#include "data/label_encoder.h"
#include "files/number.h"

namespace temper {
namespace {

using Names = std::vector<std::string>;

const Names input_array_names = {"x", "x_train", "inputs", "inputs_train"};
const Names target_names = {"y", "y_train", "targets", "targets_train", "labels", "labels_train"};
const Names weight_names = {"sample_weight", "sample_weights"};
const Names test_input_names = {"x_test", "inputs_test"};
const Names test_target_names = {"y_test", "targets_test", "labels_test"};

/// The first array of the file that has one of the names, or "".
std::string find(const ArrayFile& file, const Names& wanted) {
  for (const auto& name : file.names())
    if (std::find(wanted.begin(), wanted.end(), lower(name)) != wanted.end()) return name;
  return "";
}

/// An array with its name, for messages.
struct NamedArray {
  std::string where;  ///< "mine.npz: X"
  Array array;

  std::size_t n_rows() const { return array.shape[0]; }
  [[noreturn]] void refuse(const std::string& problem) const {
    throw DataError(fmt::format("{}: is {}, {}", where, fmt::join(array.shape, " x "), problem));
  }
};

NamedArray read(const ArrayFile& file, const std::string& name) {
  NamedArray named{file.path() + ": " + name, file.read(name)};
  if (named.array.shape.empty()) throw DataError(named.where + ": is a single number");
  return named;
}

NamedArray read_one_of(const ArrayFile& file, const Names& wanted) {
  const auto name = find(file, wanted);
  if (name.empty())
    throw DataError(
        fmt::format("{}: has no array {}; it has {}", file.path(), fmt::join(wanted, " or "),
                    file.names().empty() ? "none outside of groups"
                                         : fmt::format("{}", fmt::join(file.names(), ", "))));
  return read(file, name);
}

/// The shape of one example: {n_inputs} or {channels, height, width}.
std::vector<std::size_t> example_shape(const NamedArray& inputs) {
  const auto& shape = inputs.array.shape;
  if (shape.size() > 4) inputs.refuse("more than examples x channels x height x width");
  if (shape.size() == 1) return {1};
  if (shape.size() == 3) return {1, shape[1], shape[2]};
  if (shape.size() == 4 && shape[3] <= 4 && shape[1] > 4)
    inputs.refuse("but channels come before height and width: numpy.moveaxis(X, -1, 1)");
  return {shape.begin() + 1, shape.end()};
}

RawMatrix input_matrix(NamedArray inputs, const std::vector<std::size_t>& shape) {
  if (!inputs.array.texts.empty())
    inputs.refuse(
        "of text or of whole numbers beyond 2^53; inputs must be numbers that a float "
        "can hold: save a table with names as .csv");
  const bool pixels =
      shape.size() > 1 && std::holds_alternative<std::vector<std::uint8_t>>(inputs.array.values);
  const auto n_inputs =
      std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
  return RawMatrix(n_inputs, std::move(inputs.array.values), pixels ? 1.0 / 255 : 1.0);
}

RawMatrix target_matrix(NamedArray targets, std::size_t n_examples) {
  const auto& shape = targets.array.shape;
  if (shape.size() > 2) targets.refuse("where a target is examples or examples x targets");
  if (shape[0] != n_examples) targets.refuse(fmt::format("but there are {} examples", n_examples));
  return RawMatrix(shape.size() == 2 ? shape[1] : 1, std::move(targets.array.values));
}

/// Numbers, or the names of classes.
struct TargetArray {
  RawMatrix numbers;
  std::vector<std::string> names;
};

TargetArray target_array(NamedArray targets, std::size_t n_examples) {
  if (targets.array.texts.empty()) return {target_matrix(std::move(targets), n_examples), {}};
  const auto& names = targets.array.texts;
  if (names.size() != targets.n_rows())
    targets.refuse("where labels of text are one for each example");
  if (names.size() != n_examples)
    targets.refuse(fmt::format("but there are {} examples", n_examples));
  return {{}, names};
}

/// How often each example was seen; empty if the file doesn't say.
std::vector<double> read_weights(const ArrayFile& file, std::size_t n_examples) {
  const auto name = find(file, weight_names);
  if (name.empty()) return {};
  auto weights = read(file, name);
  if (!weights.array.texts.empty()) weights.refuse("of text; weights must be numbers");
  if (weights.array.shape != std::vector<std::size_t>{n_examples})
    weights.refuse(fmt::format("where one weight for each of {} examples is needed", n_examples));
  std::vector<double> numbers;
  std::visit([&](const auto& values) { numbers.assign(values.begin(), values.end()); },
             weights.array.values);
  for (const double weight : numbers)
    if (!(weight >= 0 && std::isfinite(weight)))
      throw DataError(
          fmt::format("{}: the weight {} is no number from 0 on", weights.where, weight));
  return numbers;
}

void append_test(RawData& raw, TargetArray& target, const ArrayFile& file) {
  const auto shape = raw.input_shape;
  auto inputs = read_one_of(file, test_input_names);
  auto targets = read_one_of(file, test_target_names);
  if (example_shape(inputs) != shape) inputs.refuse("unlike the examples for training");
  raw.n_own_test = inputs.n_rows();
  raw.inputs.append(input_matrix(inputs, shape));
  const auto below = target_array(targets, raw.n_own_test);
  if (below.names.empty() != target.names.empty() ||
      below.numbers.n_columns() != target.numbers.n_columns())
    targets.refuse("and unlike those for training");
  target.names.insert(target.names.end(), below.names.begin(), below.names.end());
  if (below.names.empty()) target.numbers.append(below.numbers);
}

/// Text of numbers, as a column that pandas held as objects becomes, is numbers; but whole numbers
/// that are text name classes. Empty if the text is no numbers. Throws DataError for a label that
/// is missing.
std::vector<double> numbers_of(const Names& names, const std::string& path) {
  ColumnSurvey survey;
  for (const auto& name : names) survey.add(name, {});
  if (const auto& missing = survey.first_missing)
    throw DataError(fmt::format("{}: row {} of the targets is missing ('{}'); leave the row out",
                                path, missing->row + 1, missing->text));
  const bool are_whole = std::all_of(names.begin(), names.end(), is_whole_literal);
  if (are_whole || judge(survey, '.', false).reading == ColumnReading::text) return {};
  std::vector<double> numbers;
  for (const auto& name : names)
    if (const auto number = read_decorated(name, '.')) numbers.push_back(number->value);
  return numbers.size() == names.size() ? numbers : std::vector<double>{};
}

void set_target(RawData& raw, TargetArray target) {
  if (auto numbers = numbers_of(target.names, raw.origin); !numbers.empty())
    target = {RawMatrix(1, std::move(numbers)), {}};
  LabelEncoder labels;
  for (const auto& name : target.names) labels.add(name);
  raw.labels = labels.finish();
  raw.targets = std::move(target.numbers);
}

/// "left out: X_val, y_val"; nothing if every array is used.
void note_unused(RawData& raw, const ArrayFile& file) {
  Names used, unused;
  for (const auto* wanted :
       {&input_array_names, &target_names, &weight_names, &test_input_names, &test_target_names})
    used.push_back(find(file, *wanted));
  for (const auto& name : file.names())
    if (std::find(used.begin(), used.end(), name) == used.end()) unused.push_back(name);
  if (!unused.empty()) raw.notes.push_back(fmt::format("left out: {}", fmt::join(unused, ", ")));
}

Names names_of_targets(std::size_t n) {
  if (n == 1) return {"y"};
  Names names;
  for (std::size_t i = 0; i < n; ++i) names.push_back(fmt::format("y{}", i));
  return names;
}

}  // namespace

RawData read_named_arrays(const ArrayFile& file) {
  RawData raw;
  raw.origin = file.path();
  auto inputs = read_one_of(file, input_array_names);
  auto targets = read_one_of(file, target_names);
  const auto n_examples = inputs.n_rows();
  raw.input_shape = example_shape(inputs);
  raw.inputs = input_matrix(std::move(inputs), raw.input_shape);
  auto target = target_array(std::move(targets), n_examples);
  raw.weights = read_weights(file, n_examples);
  raw.weights_count = !raw.weights.empty();
  if (!find(file, test_input_names).empty()) append_test(raw, target, file);
  set_target(raw, std::move(target));
  note_unused(raw, file);
  raw.target_names = names_of_targets(std::max<std::size_t>(1, raw.targets.n_columns()));
  return raw;
}

}  // namespace temper
