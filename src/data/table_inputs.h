#pragma once
// Columns of a table as inputs of a network.

#include <string>
#include <vector>

#include "data/table.h"
#include "data/table_schema.h"
#include "files/raw_matrix.h"

namespace temper {

/// What the columns of a table become. Text has at most 50 categories.
/// @param impute  whether a missing value is no error
/// Throws DataError for a column that can't be an input.
std::vector<TableInput> inputs_of(const DataTable& table, bool impute);

/// "age", "colour=blue", "colour=red", "age missing".
std::vector<std::string> names_of(const std::vector<TableInput>& inputs);

/// [n_rows, n_inputs]; NaN where a number is missing and `fill` isn't known. Empties the table.
/// @param inputs  one for each column of the table, in its order, made from it
RawMatrix make_inputs(DataTable& table, const std::vector<TableInput>& inputs);

}  // namespace temper
