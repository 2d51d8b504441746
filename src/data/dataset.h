#pragma once
// A data set as training sees it: float32, standardised, split, one copy a node.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/table_schema.h"

namespace temper {

enum class Task { classification, regression };

/// Training, validation or test examples; may be empty. Views into Dataset::memory.
struct Part {
  std::size_t n = 0;
  std::span<const float> inputs;         ///< [n, n_inputs], row-major
  std::span<const float> targets;        ///< [n, n_targets], row-major, for regression; else empty
  std::span<const std::int32_t> labels;  ///< [n], 0-based, for classification; else empty
  std::span<const float> weights = {};   ///< [n] of training, mean 1; empty: all examples count 1
};

/// x_original = mean + sd * x, by column; empty if nothing was standardised.
struct Scaling {
  std::vector<double> mean;
  std::vector<double> sd;
};

struct Dataset {
  std::string name;
  Task task = Task::classification;
  std::vector<std::size_t> input_shape;  ///< {n_inputs}, or {channels, height, width} for images
  std::size_t n_inputs = 0;
  std::size_t n_targets = 0;  ///< regression targets; 1 for classification
  std::size_t n_classes = 0;  ///< 0 for regression
  std::vector<std::string> class_names;
  std::vector<std::string> input_names;   ///< [n_inputs], or empty for images
  std::vector<std::string> target_names;  ///< [n_targets]
  Part train, validation, test;
  Scaling input_scaling, target_scaling;
  bool is_weighted = false;
  TableSchema schema;              ///< how columns became inputs, if it was a table
  std::vector<std::string> notes;  ///< what a reader must know of how it was read; a line each
  std::string path;                ///< absolute, if it is a file or a folder; "-": standard input
  std::string fingerprint;         ///< what it was made of, column by column: data/fingerprint.h
  std::uint64_t checksum = 0;      ///< of all that training sees: values, labels, split
  std::shared_ptr<const void> memory;  ///< keeps what the views point to alive
};

}  // namespace temper
