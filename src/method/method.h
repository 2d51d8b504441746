#pragma once
// A way to look for the lowest objective within a budget. Each is a file of its own that adds
// itself to the registry here, and a configuration of the same pieces: replicas, a kernel, a
// temperature, an exchange, a restart.

#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "base/registry.h"

namespace temper {

class Search;
class Section;

/// One departure from a method's defaults that tuning tries.
struct Setting {
  std::string key;
  std::string value;  ///< as TOML
};

class Method {
 public:
  virtual ~Method() = default;

  /// Searches until the budget ends it by BudgetSpent, or returns before, having nothing left to
  /// do. What was found is in the search.
  virtual void run(Search& search) const = 0;

  /// The most parameters that it is for. A search with more looks at its start and ends.
  virtual std::size_t most_parameters() const { return std::numeric_limits<std::size_t>::max(); }

  /// Three settings to try beside the defaults, the most promising first.
  virtual std::vector<Setting> grid() const = 0;
};

/// Methods by their config name; each maker reads its own options from [compare.NAME].
inline Registry<Method, const Section&>& methods() { return registry_of<Method, const Section&>(); }

}  // namespace temper
