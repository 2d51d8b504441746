#include "train/run_options.h"

#include <fmt/format.h>

#include "config/duration.h"

namespace temper {
namespace {

std::uint64_t count(const Section& section, const char* key, const IntegerOption& option) {
  return static_cast<std::uint64_t>(section.integer(key, option));
}

double read_time_limit(const Section& run) {
  const auto text =
      run.text("time", "",
               "wall clock of a session, as in 3h50m: it ends at a commit before that, resumable");
  if (text.empty()) return infinity;
  const auto seconds = parse_duration(text);
  if (!seconds) run.refuse("time", fmt::format("expected {}, got \"{}\"", duration_example, text));
  return *seconds;
}

}  // namespace

std::uint64_t read_seed(const Config& config) {
  return count(config.section("run"), "seed",
               {.fallback = 1,
                .min = 0,
                .help = "the same config and seed give the same bits on any number of ranks"});
}

RunOptions read_run_options(const Config& config) {
  constexpr std::int64_t most_sweeps = 0x7FFFFFFF;  // of both kinds: the RNG's counter has 32 bits
  const auto run = config.section("run");
  const auto output = config.section("output");
  RunOptions options;
  options.seed = read_seed(config);
  options.n_warmup =
      count(run, "warmup",
            {.fallback = 200,
             .min = 0,
             .max = most_sweeps,
             .help = "sweeps before those that are kept; the ladder adapts in them"});
  options.n_sweeps =
      count(run, "sweeps",
            {.fallback = 1000, .min = 0, .max = most_sweeps, .help = "sweeps kept, after warm-up"});
  options.steps =
      static_cast<std::uint32_t>(count(run, "steps",
                                       {.fallback = 100,
                                        .min = 1,
                                        .max = 1'000'000'000,
                                        .help = "kernel steps in a sweep, before its swaps"}));
  options.n_copies = static_cast<std::uint32_t>(
      count(run, "copies",
            {.fallback = 1, .min = 1, .max = 10'000, .help = "independent ladders in the run"}));
  options.time_limit = read_time_limit(run);
  options.thin = count(output, "thin",
                       {.fallback = 10,
                        .min = 1,
                        .max = most_sweeps,
                        .help = "sweeps between stored parameter draws"});
  options.checkpoint_seconds = output.number(
      "checkpoint_seconds",
      {.fallback = 30.0, .min = 0, .help = "between full states from which a run goes on"});
  const auto durability = output.choice("durability", {"kill", "power"}, "kill",
                                        "what a commit survives: kill -9, or a power cut as well");
  options.durability = durability == "power" ? Durability::power : Durability::kill;
  return options;
}

}  // namespace temper
