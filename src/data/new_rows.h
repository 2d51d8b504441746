#pragma once
// Rows that a run hasn't seen, read as its training table was.

#include <string>
#include <vector>

#include "data/table_schema.h"
#include "files/raw_matrix.h"

namespace temper {

struct NewRows {
  RawMatrix inputs = {};                ///< [n, n_inputs] in original units
  std::string index_name = {};          ///< of the column that names rows; "" if there is none
  std::vector<std::string> index = {};  ///< [n] or empty
  std::vector<std::string> unused =
      {};  ///< columns that training knew, but not as inputs: the target
};

/// Columns are found by name, in any order; the encodings of training are applied.
/// Throws DataError for a column that is missing or that the run doesn't know, a category that
/// training hadn't, and a missing value where training had none.
NewRows read_new_rows(const std::string& path, const TableSchema& schema);

/// The schema of inputs that were no table, but have names.
TableSchema schema_of_names(const std::vector<std::string>& input_names);

}  // namespace temper
