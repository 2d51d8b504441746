#pragma once
// A named value on a file or a dataset.

#include <cstdint>
#include <string>
#include <vector>

#include "base/variant.h"

namespace temper {

/// Text is UTF-8 of any length. Lists may be empty.
using AttributeValue = Variant<std::string, std::int64_t, std::uint64_t, double,
                               std::vector<std::string>, std::vector<double>>;

struct Attribute {
  std::string name;
  AttributeValue value;

  bool operator==(const Attribute&) const = default;
};

}  // namespace temper
