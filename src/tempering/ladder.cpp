#include "tempering/ladder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/section.h"

namespace temper {
namespace {

void refuse_unless_rising(const Section& section, const std::string& key,
                          const std::vector<double>& values) {
  if (values.empty()) section.refuse(key, "is empty; give at least one value, the coldest first");
  for (std::size_t k = 1; k < values.size(); ++k)
    if (!(values[k - 1] < values[k]))
      section.refuse(key,
                     fmt::format("must rise strictly from the coldest on, but value {} ({}) is "
                                 "not above value {} ({})",
                                 k + 1, values[k], k, values[k - 1]));
}

/// A list excludes every other way to give the ladder.
void refuse_beside(const Section& section, const std::string& list,
                   std::initializer_list<const char*> others) {
  for (const char* other : others)
    if (section.has(other))
      section.refuse(other,
                     fmt::format("contradicts {}, which lists every rung; give only one", list));
}

/// The number of rungs, or 0 for "auto".
std::size_t read_n_rungs(const Section& section, bool is_planned) {
  const auto fallback = is_planned ? IntegerOrWord("auto") : IntegerOrWord(std::int64_t{16});
  const auto rungs =
      section.integer_or("rungs", {"auto"}, fallback,
                         {.min = 1,
                          .max = 100'000,
                          .help = "replicas of one ladder; auto: as many as a pilot asks for"});
  const auto* number = std::get_if<std::int64_t>(&rungs);
  return number ? static_cast<std::size_t>(*number) : 0;
}

std::vector<double> read_range(const Section& section, std::size_t n_rungs) {
  const double t_min = section.number(
      "t_min",
      {.fallback = 1.0, .min = 0, .above_min = true, .help = "temperature of rung 0, the target"});
  const double t_max = section.number(
      "t_max", {.fallback = std::max(10.0, 10 * t_min),
                .min = 0,
                .max = infinity,
                .above_min = true,
                .help = "temperature of the hottest rung; inf: down to beta = 0, the prior"});
  if (n_rungs > 1 && t_min >= t_max)
    section.refuse(section.has("t_max") ? "t_max" : "t_min",
                   fmt::format("t_min = {} must be below t_max = {}", t_min, t_max));
  return spread_temperatures(t_min, t_max, n_rungs);
}

/// Noise levels with a constant ratio, as their temperatures then have.
std::vector<double> read_noise_range(const Section& section, std::size_t n_rungs) {
  const double noise_min = section.number(
      "noise_min", {.min = 0,
                    .above_min = true,
                    .help = "standard deviation of the noise that each step adds to a "
                            "parameter on rung 0, in place of t_min"});
  const double noise_max = section.number(
      "noise_max", {.min = 0, .above_min = true, .help = "likewise on the hottest rung"});
  if (n_rungs > 1 && noise_min >= noise_max)
    section.refuse("noise_max", fmt::format("noise_min = {} must be below noise_max = {}",
                                            noise_min, noise_max));
  return spread_temperatures(noise_min, noise_max, n_rungs);
}

void read_rungs(const Section& section, bool is_planned, LadderOptions& options) {
  options.noise_is_range = section.has("noise_min") || section.has("noise_max");
  const auto asked = read_n_rungs(section, is_planned);
  options.auto_rungs = asked == 0;
  const auto n_rungs = options.auto_rungs ? pilot_rungs : asked;
  if (options.noise_is_range) {
    refuse_beside(section, "noise_min", {"t_min", "t_max"});
    options.noise_levels = read_noise_range(section, n_rungs);
  } else {
    options.temperatures = read_range(section, n_rungs);
  }
}

}  // namespace

std::vector<double> spread_temperatures(double t_min, double t_max, std::size_t n_rungs) {
  std::vector<double> temperatures(n_rungs, t_min);
  for (std::size_t k = 1; k < n_rungs; ++k) {
    const double fraction = static_cast<double>(k) / static_cast<double>(n_rungs - 1);
    temperatures[k] = std::isinf(t_max) ? t_min / std::pow(1 - fraction, 3)
                                        : t_min * std::pow(t_max / t_min, fraction);
  }
  if (n_rungs > 1) temperatures.back() = t_max;
  return temperatures;
}

LadderOptions read_ladder(const Section& section, bool is_planned) {
  const char* help = "of every rung, from the coldest on";
  const auto temperatures =
      section.numbers("temperatures", {.min = 0, .max = infinity, .help = help});
  const auto noise_levels = section.numbers("noise_levels", {.min = 0, .help = help});
  LadderOptions options;
  if (temperatures) {
    refuse_beside(section, "temperatures",
                  {"noise_levels", "rungs", "t_min", "t_max", "noise_min", "noise_max"});
    refuse_unless_rising(section, "temperatures", *temperatures);
    options.temperatures = *temperatures;
  } else if (noise_levels) {
    refuse_beside(section, "noise_levels", {"rungs", "t_min", "t_max", "noise_min", "noise_max"});
    refuse_unless_rising(section, "noise_levels", *noise_levels);
    options.noise_levels = *noise_levels;
  } else {
    read_rungs(section, is_planned, options);
  }
  const auto tempering = section.choice(
      "tempering", {"posterior", "likelihood"}, "posterior",
      "posterior: exp(-beta (U + V)); likelihood: exp(-beta U - V), the prior at beta = 0");
  options.tempering = tempering == "likelihood" ? Tempering::likelihood : Tempering::posterior;
  if (options.tempering == Tempering::posterior && !options.temperatures.empty() &&
      std::isinf(options.temperatures.back()))
    section.refuse(section.has("t_max") ? "t_max" : "temperatures",
                   "an infinite temperature needs tempering = \"likelihood\": under posterior "
                   "tempering beta = 0 is not a distribution");
  options.adapt = section.flag("adapt", true, "place the rungs at equal rejection in warm-up");
  return options;
}

}  // namespace temper
