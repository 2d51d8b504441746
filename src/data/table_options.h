#pragma once
// What [data] says of a table.

#include <string>
#include <vector>

#include "data/table.h"

namespace temper {

class Section;

/// Lists of columns may be one text with commas between the names.
struct TableOptions {
  TableFormat format = {};
  std::vector<std::string> targets = {};  ///< empty: the last column
  std::vector<std::string> columns = {};  ///< inputs; empty: all others
  std::vector<std::string> drop = {};
  std::string weights = {};       ///< column of example weights; "": none
  std::string index = {};         ///< column that names rows; "": none
  bool impute = false;            ///< a missing input is the median, with an input that says so
  bool drops_untargeted = false;  ///< rows without a target are left out
};

/// Reads separator, decimal, header, missing, categories, target, columns, drop, weights, index,
/// impute and missing_target. Throws UsageError.
TableOptions read_table_options(const Section& data);

/// What each column of a table is for.
enum class Role { input, target, weights, index, none };

/// @param names  of the columns; "" for one without a name, which has no role
/// Throws DataError "path:1: there is no column 'x' to be the target; did you mean 'y'?".
std::vector<Role> roles_of(const std::vector<std::string>& names, const TableOptions& options,
                           const std::string& path);

}  // namespace temper
