#include "data/prepare.h"

#include "base/errors.h"
#include "data/checksum.h"
#include "data/header.h"
#include "data/standardise.h"
#include "data/task.h"

namespace temper {
namespace {

void require_examples(const RawData& raw) {
  const auto n = raw.inputs.n_rows();
  if (n < 2 || n == raw.n_own_test)
    throw DataError(raw.origin + ": too few examples; training needs at least two");
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
  dataset.input_names = raw.input_names;
  dataset.target_names = raw.target_names;
  return dataset;
}

void scale(Dataset& dataset, const RawData& raw, const std::vector<std::uint32_t>& training) {
  const bool images = raw.input_shape.size() > 1;
  dataset.input_scaling =
      images ? scaling_of_all(raw.inputs, training) : scaling_by_column(raw.inputs, training);
  if (dataset.task == Task::regression)
    dataset.target_scaling = scaling_by_column(raw.targets, training);
}

}  // namespace

Prepared prepare(RawData raw, const PrepareOptions& options, std::uint64_t seed) {
  require_examples(raw);
  const Task task = settle_task(raw, options.task);
  Prepared prepared{std::move(raw), {}, {}};
  prepared.split = split_rows(prepared.raw, options.split, seed);

  auto& dataset = prepared.dataset = describe(prepared.raw, options.name, task);
  dataset.train.n = prepared.split[0].size();
  dataset.validation.n = prepared.split[1].size();
  dataset.test.n = prepared.split[2].size();
  if (options.standardise) scale(dataset, prepared.raw, prepared.split[0]);
  return prepared;
}

void fill(const Prepared& prepared, const Window& window) {
  const auto& [raw, split, dataset] = prepared;
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
  // Sizes first: the same numbers cut differently are different data.
  const auto header = pack_header(dataset);
  *window.checksum =
      checksum(window.values, checksum(std::as_bytes(std::span(header.data(), header.size()))));
}

}  // namespace temper
