#pragma once
// How a table is written, as far as the user says.

#include <string>
#include <vector>

namespace temper {

/// How the text of a table is to be read; what is open is found out.
struct TableFormat {
  std::string separator = {};      ///< "," ";" "\t" "|" " "; "": sniffed
  std::string decimal = {};        ///< "." or ","; "": found out
  std::string usual_decimal = {};  ///< where it can't be; "": that is refused
  bool has_header = true;
  std::vector<std::string> missing = {};  ///< called missing, beside the usual words
  std::vector<std::string> categories =
      {};  ///< columns that are text even if they look like numbers
  /// All columns but the categories are numbers, each may lack all of its values, and a single
  /// column is enough.
  bool is_of_new_rows = false;
};

}  // namespace temper
