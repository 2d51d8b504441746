#pragma once
// How the columns of a table became inputs: what new rows need to be read the same way.

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace temper {

/// A column of numbers is one input; one of text, an input for each category. Where values were
/// missing, one input more says so: 1 or 0.
struct TableInput {
  std::string name;
  std::string unit = {};  ///< what stood around its numbers
  bool is_text = false;
  std::vector<std::string> categories = {};  ///< of text
  bool has_indicator = false;                ///< values were missing
  double fill = std::nan("");  ///< what stands for a missing number: the training median

  std::size_t n_inputs() const { return (is_text ? categories.size() : 1) + has_indicator; }
};

struct TableSchema {
  std::vector<TableInput> inputs;   ///< in the order of the table; empty: it was no table
  std::vector<std::string> beside;  ///< columns that are no inputs: target, weights, index, dropped
  std::vector<std::string> missing;  ///< what the user called missing
  char decimal = '.';
  std::string index;  ///< the column that names rows; "" if none
};

std::string to_json(const TableSchema& schema);

/// Of what to_json wrote; of "", an empty one. Throws IoError if it is something else.
TableSchema schema_of_json(const std::string& text, const std::string& origin);

}  // namespace temper
