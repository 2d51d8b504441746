#include "app/landscape_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/run_data.h"
#include "app/trusted_models.h"

namespace temper {
namespace {

constexpr const char* numeric_flags[] = {"states",   "descents",  "searches", "grid",
                                         "examples", "gradients", "same"};

Section section_of(const Arguments& arguments) {
  std::vector<Override> overrides;
  for (const char* flag : numeric_flags)
    if (arguments.has(flag))
      overrides.push_back({fmt::format("landscape.{}", flag), arguments.value(flag),
                           fmt::format("--{} {}", flag, arguments.value(flag))});
  return Config::parse("", "temper landscape", overrides).section("landscape");
}

std::size_t count(const Section& section, const char* key, double fallback, std::int64_t min) {
  return section.count(
      key, {.fallback = static_cast<std::int64_t>(fallback), .min = min, .max = 1'000'000});
}

}  // namespace

std::vector<Flag> landscape_flags() {
  return {{"states", "N", "best states and draws that are polished [24; large networks 12]"},
          {"descents", "N", "starting points that are [4; large networks 2]"},
          {"searches", "N", "for critical points on the way [64; large networks 8]"},
          {"grid", "N", "places along each side of a plane; 0: none [31]"},
          {"examples", "N", "that Hessians, planes and paths are made of [all; 2e7 / P if fewer]"},
          {"gradients", "N", "over all the data to polish a state, at most [8e10 / (N P), ≤ 3000]"},
          {"same", "X", "minima whose predictions differ by less are one [0.01]"},
          {"against", "RUN2", "draws the same of another run beside it: the net without skips"},
          data_flag(),
          trust_flag(),
          {"out", "FILE", "where it is kept [RUN/landscape.h5]"},
          {"quiet", "", "no progress"}};
}

LandscapeOptions read_landscape_options(const Arguments& arguments, const Potential& potential) {
  const auto section = section_of(arguments);
  const auto N = static_cast<double>(potential.n_points());
  const auto P = static_cast<double>(potential.dim());
  LandscapeOptions options;
  const bool is_small = potential.dim() <= options.polish.spectrum.whole_up_to;
  options.n_states = count(section, "states", is_small ? 24 : 12, 1);
  options.n_descents = count(section, "descents", is_small ? 4 : 2, 0);
  options.n_searches = count(section, "searches", is_small ? 64 : 8, 0);
  options.n_grid = count(section, "grid", 31, 0);
  if (options.n_grid == 1) section.refuse("grid", "one place is no plane; 0 leaves planes out");
  options.n_examples = count(section, "examples", std::min(N, std::max(1000.0, 2e7 / P)), 1);
  options.polish.most_gradients =
      count(section, "gradients", std::clamp(8e10 / (N * P), 100.0, 3000.0), 1);
  options.same =
      section.number("same", {.fallback = 0.01, .min = 0, .help = "mean distance of predictions"});
  options.tolerance = options.polish.tolerance = options.critical.tolerance =
      1e-6 * std::max(N, 100.0);  // float32 gradients carry no more
  options.polish.finishes_by_newton = is_small;
  if (!is_small) {
    options.critical.most_steps = 10;
    options.critical.most_products = 30;
    options.path.most_rounds = 50;
  }
  return options;
}

}  // namespace temper
