#pragma once
// [compare]: how much each method may spend, on how many seeds, with how much tuning.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "method/method.h"
#include "train/run_budget.h"

namespace temper {

/// With fewer, even if all agree, a coin would do as well more than once in twenty (two-sided).
inline constexpr std::size_t enough_seeds = 6;

/// One method of a comparison, made once for each of its settings.
struct ComparedMethod {
  std::string name;                            ///< as in the registry: "warm-restarts"
  std::vector<std::string> settings;           ///< in words: "defaults", "lr_factor = 3"
  std::vector<std::unique_ptr<Method>> tuned;  ///< by setting
};

struct CompareOptions {
  RunBudget budget;         ///< of one search; without a unit: sized to the data
  std::size_t n_seeds = 0;  ///< the most, if seeds are added
  bool adds_seeds = false;  ///< until the closing sentence can be said
  std::size_t n_settings = 0;
  std::optional<double> level = {};  ///< objective that counts as reached, nats; unset: restarts'
  std::vector<ComparedMethod> methods;  ///< in the registry's order
};

/// Reads [compare] and the table of every method in it. Throws UsageError for an unknown method,
/// naming the nearest.
CompareOptions read_compare_options(const Config& config);

/// "warm-restarts" as tables and pictures call it: "warm restarts".
std::string display_name(const std::string& method);

}  // namespace temper
