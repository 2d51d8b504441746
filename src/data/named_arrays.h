#pragma once
// Files of arrays with names, .npz and HDF5, as examples.

#include <string>
#include <vector>

#include "data/raw_data.h"
#include "files/array.h"

namespace temper {

class ArrayFile {
 public:
  virtual ~ArrayFile() = default;
  virtual std::string path() const = 0;
  virtual std::vector<std::string> names() const = 0;
  virtual Array read(const std::string& name) const = 0;  ///< one of names()
};

/// Finds inputs in X, X_train, inputs or inputs_train and the target in y, y_train, targets,
/// targets_train, labels or labels_train, capitals or not. X_test and y_test, or inputs_test and
/// targets_test or labels_test, are the set's own test split.
///
/// sample_weight or sample_weights, if there, says how often each example counts as seen [N].
///
/// Inputs are [N, n_inputs], or images [N, height, width] or [N, channels, height, width]; images
/// of bytes are scaled to [0, 1]. Targets are [N] or [N, n_targets]; text [N] names classes.
/// Throws DataError naming file and array if one is missing or doesn't fit the others.
RawData read_named_arrays(const ArrayFile& file);

}  // namespace temper
