#include "posterior/example_reader.h"

#include <algorithm>

namespace temper {
namespace {

template <class T>
std::span<const T> rows_of(std::span<const T> values, std::size_t width, std::size_t first,
                           std::size_t rows) {
  return values.empty() ? values : values.subspan(first * width, rows * width);
}

/// Copies the rows that `numbers` names; returns what was written.
template <class T>
std::span<const T> gather_rows(std::span<const T> values, std::size_t width,
                               std::span<const std::uint32_t> numbers, std::span<T> out) {
  if (values.empty()) return {};
  for (std::size_t row = 0; row < numbers.size(); ++row)
    std::copy_n(&values[numbers[row] * width], width, &out[row * width]);
  return out.first(numbers.size() * width);
}

}  // namespace

ExampleReader::ExampleReader(const Dataset& data)
    : n_inputs_(data.n_inputs), n_targets_(data.n_targets) {
  inputs_.resize(Network::max_rows * n_inputs_);
  if (data.task == Task::regression) values_.resize(Network::max_rows * n_targets_);
  if (data.task == Task::classification) labels_.resize(Network::max_rows);
  if (data.is_weighted) weights_.resize(Network::max_rows);
}

Examples ExampleReader::view(const Part& part, std::size_t first, std::size_t rows) const {
  return {rows,
          rows_of(part.inputs, n_inputs_, first, rows),
          {rows_of(part.targets, n_targets_, first, rows), rows_of(part.labels, 1, first, rows)},
          rows_of(part.weights, 1, first, rows)};
}

Examples ExampleReader::gather(const Part& part, std::span<const std::uint32_t> rows) {
  return {rows.size(),
          gather_rows(part.inputs, n_inputs_, rows, std::span(inputs_)),
          {gather_rows(part.targets, n_targets_, rows, std::span(values_)),
           gather_rows(part.labels, 1, rows, std::span(labels_))},
          gather_rows(part.weights, 1, rows, std::span(weights_))};
}

}  // namespace temper
