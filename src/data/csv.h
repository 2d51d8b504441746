#pragma once
// A table with a header as examples: one column is the target, the others are inputs.

#include <string>

#include "data/raw_data.h"

namespace temper {

/// Columns of text become one input for each distinct value (one-hot), "colour=red": 1 or 0.
///
/// @param target  its column; the last one if empty
/// Throws DataError "path:line: column 'x': what is wrong; what would be right": no header, a row
/// too short or long, a value that is missing or no number, a column twice, a text column with
/// more than 50 distinct values, an unknown target.
RawData read_csv(const std::string& path, const std::string& target);

}  // namespace temper
