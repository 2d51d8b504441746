#pragma once
// A table in a text file as examples: some columns are targets, the others inputs.

#include <string>

#include "data/raw_data.h"
#include "data/table_options.h"

namespace temper {

/// Columns of text become one input for each distinct value (one-hot), "colour=red": 1 or 0.
///
/// Throws DataError "path:line: column 'x': what is wrong; what would be right": no header, a row
/// too short or long, a value that is missing or no number, a column twice, a text column with
/// more than 50 distinct values, an unknown column.
RawData read_csv(const std::string& path, const TableOptions& options = {});

}  // namespace temper
