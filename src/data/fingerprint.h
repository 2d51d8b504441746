#pragma once
// What data were made of, column by column, so that it can be said what has changed in them.

#include <cstdint>
#include <string>
#include <vector>

#include "data/raw_data.h"

namespace temper {

/// Images and tables of many columns are one column, "inputs".
struct ColumnPrint {
  std::string name;
  std::uint64_t in_order = 0;   ///< of the values, row after row
  std::uint64_t any_order = 0;  ///< the same for the same rows in another order
  double mean = 0, sd = 0;      ///< 0 of classes
};

struct Fingerprint {
  std::uint64_t n_rows = 0;
  std::vector<ColumnPrint> columns;  ///< inputs in order, then targets
};

Fingerprint fingerprint_of(const RawData& raw);

std::string to_json(const Fingerprint& fingerprint);

/// Throws IoError.
Fingerprint fingerprint_of_json(const std::string& text, const std::string& origin);

/// What is another now than it was then: "its rows are in another order"; "" if nothing is.
std::string difference(const Fingerprint& then, const Fingerprint& now);

}  // namespace temper
