#include "data/prepare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/errors.h"
#include "data/fingerprint.h"
#include "data/impute.h"
#include "data/standardise.h"
#include "data/task.h"
#include "data/weights.h"
#include "files/checksum.h"

namespace temper {
namespace {

void require_examples(const RawData& raw) {
  const auto n = raw.inputs.n_rows();
  if (n < 2 || n == raw.n_own_test)
    throw DataError(raw.origin + ": too few examples; training needs at least two");
}

void require_float(const RawMatrix& matrix, const std::string& what, const RawData& raw) {
  const auto bad = matrix.find_beyond_float();
  if (!bad) return;
  throw DataError(
      fmt::format("{}: row {}, column {} of the {} is not a number that float32 can hold",
                  raw.origin, *bad / matrix.n_columns() + 1, *bad % matrix.n_columns() + 1, what));
}

std::vector<std::string> numbered_inputs(std::size_t n) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < n; ++i) names.push_back(fmt::format("x{}", i));
  return names;
}

/// All that doesn't depend on the split.
Dataset describe(const RawData& raw, const std::string& name, Task task) {
  Dataset dataset;
  dataset.name = name;
  dataset.task = task;
  dataset.input_shape = raw.input_shape;
  dataset.n_inputs = raw.inputs.n_columns();
  dataset.n_targets = raw.target_names.size();
  dataset.n_classes = raw.labels.class_names.size();
  dataset.class_names = raw.labels.class_names;
  const bool unnamed = raw.input_names.empty() && raw.input_shape.size() == 1;
  dataset.input_names = unnamed ? numbered_inputs(dataset.n_inputs) : raw.input_names;
  dataset.target_names = raw.target_names;
  dataset.notes = raw.notes;
  return dataset;
}

void scale(Dataset& dataset, const RawData& raw, const std::vector<std::uint32_t>& training) {
  const bool images = raw.input_shape.size() > 1;
  dataset.input_scaling =
      images ? scaling_of_all(raw.inputs, training) : scaling_by_column(raw.inputs, training);
  if (dataset.task == Task::regression)
    dataset.target_scaling = scaling_by_column(raw.targets, training);
}

/// The same numbers cut differently are different data.
std::uint64_t checksum_of_sizes(const Dataset& dataset) {
  const std::array<std::uint64_t, 6> sizes = {dataset.n_inputs,     dataset.n_targets,
                                              dataset.n_classes,    dataset.train.n,
                                              dataset.validation.n, dataset.test.n};
  return checksum(std::as_bytes(std::span(sizes)));
}

}  // namespace

Prepared prepare(RawData raw, const PrepareOptions& options, std::uint64_t seed) {
  require_examples(raw);
  const Task task = settle_task(raw, options.task);
  Prepared prepared{std::move(raw), {}, {}, {}};
  prepared.split = split_rows(prepared.raw, options.split, seed);
  fill_missing(prepared.raw, prepared.split[0]);
  require_float(prepared.raw.inputs, "inputs", prepared.raw);
  require_float(prepared.raw.targets, "targets", prepared.raw);
  prepared.weights = training_weights(prepared.raw, prepared.split[0], options.balance);

  auto& dataset = prepared.dataset = describe(prepared.raw, options.name, task);
  dataset.path = options.path;
  dataset.schema = prepared.raw.schema;
  dataset.is_weighted = !prepared.weights.empty();
  dataset.fingerprint = to_json(fingerprint_of(prepared.raw));
  dataset.train.n = prepared.split[0].size();
  dataset.validation.n = prepared.split[1].size();
  dataset.test.n = prepared.split[2].size();
  if (options.standardise) scale(dataset, prepared.raw, prepared.split[0]);
  return prepared;
}

void fill(const Prepared& prepared, const SharedLayout& window) {
  const auto& [raw, split, weights, dataset] = prepared;
  for (std::size_t part = 0; part < split.size(); ++part) {
    const auto& memory = window.parts[part];
    write_rows(raw.inputs, split[part], dataset.input_scaling, memory.inputs);
    if (dataset.task == Task::regression) {
      write_rows(raw.targets, split[part], dataset.target_scaling, memory.targets);
    } else {
      auto to = memory.labels.begin();
      for (const auto row : split[part]) *to++ = raw.labels.of[row];
    }
  }
  std::copy(weights.begin(), weights.end(), window.parts[0].weights.begin());
  clear_padding(window);
  *window.checksum = checksum(window.values, checksum_of_sizes(dataset));
}

}  // namespace temper
