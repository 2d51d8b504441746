#include "train/supply_ladder.h"

namespace temper {
namespace {

/// True for a key that says a temperature where the config has noise levels.
bool is_replaced(const Section& ladder, const std::string& key) {
  return (key == "ladder.t_min" || key == "ladder.t_max") &&
         (ladder.has("noise_min") || ladder.has("noise_max"));
}

/// True for what any ladder has.
bool is_common(const std::string& key) {
  return !key.starts_with("ladder.") || key == "ladder.adapt" || key == "ladder.tempering";
}

}  // namespace

bool lists_rungs(const Section& ladder) {
  return ladder.has("temperatures") || ladder.has("noise_levels");
}

void supply_ladder(Config& config, const std::vector<Override>& defaults) {
  const auto ladder = config.section("ladder");
  const bool is_listed = lists_rungs(ladder);
  for (const auto& option : defaults)
    if (is_common(option.key) || !(is_listed || is_replaced(ladder, option.key)))
      config.supply({option});
}

}  // namespace temper
