#pragma once
// Examples as a source found them: in the order and the units of the file, not yet split.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "data/table_schema.h"
#include "files/raw_matrix.h"

namespace temper {

/// A class for each example.
struct Labels {
  std::vector<std::int32_t> of;          ///< [N], below class_names.size()
  std::vector<std::string> class_names;  ///< in natural order
};

struct RawData {
  std::string origin;                    ///< what messages call it: a path, or a name
  std::vector<std::size_t> input_shape;  ///< {n_inputs}, or {channels, height, width} for images
  std::vector<std::string> input_names;  ///< [n_inputs]; empty for images and where there are none
  RawMatrix inputs;                      ///< [N, n_inputs]

  // The target is either text, and then a label, or numbers. Numbers that name classes are turned
  // into labels when the task is settled.
  Labels labels;                          ///< empty for numbers
  RawMatrix targets;                      ///< [N, n_targets]; empty for labels
  std::vector<std::string> target_names;  ///< [n_targets]

  std::vector<double> weights;  ///< [N] how much each example counts; empty: all the same
  bool weights_count = false;   ///< how often it was seen; else a share, on any scale

  TableSchema schema;              ///< of a table; its `fill` is settled by the training part
  std::vector<std::string> notes;  ///< what a reader must know: "left out: …"; a line each

  std::size_t n_own_test = 0;  ///< the last rows are the set's own test split
};

}  // namespace temper
