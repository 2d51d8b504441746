#include "train/run_options.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/duration.h"

namespace temper {
namespace {

constexpr std::int64_t most_sweeps = 0x7FFFFFFF;  // of both kinds: the RNG's counter has 32 bits

double read_time_limit(const Section& run) {
  const auto text =
      run.text("time", "",
               "wall clock of a session, as in 3h50m: it ends at a commit before that, resumable");
  if (text.empty()) return infinity;
  const auto seconds = parse_duration(text);
  if (!seconds) run.refuse("time", fmt::format("expected {}, got \"{}\"", duration_example, text));
  return *seconds;
}

/// A number, or "auto", which is the default where a budget asks for a plan. `is_open` says which.
std::uint64_t count_or_auto(const Section& section, const char* key, const IntegerOption& option,
                            bool is_planned, bool& is_open) {
  const std::int64_t usual = *option.fallback;
  const auto fallback = is_planned ? IntegerOrWord("auto") : IntegerOrWord(usual);
  const auto read = section.integer_or(key, {"auto"}, fallback, option);
  const auto* number = std::get_if<std::int64_t>(&read);
  is_open = number == nullptr;
  return static_cast<std::uint64_t>(is_open ? usual : *number);
}

void read_lengths(const Section& run, RunOptions& options) {
  const bool is_planned = options.budget.is_given();
  auto& open = options.open;
  options.n_warmup = count_or_auto(
      run, "warmup",
      {.fallback = 200,
       .min = 0,
       .max = most_sweeps,
       .help = "sweeps before those that are kept; the ladder adapts in them; auto: by a pilot"},
      is_planned, open.warmup);
  options.n_sweeps = count_or_auto(run, "sweeps",
                                   {.fallback = 1000,
                                    .min = 0,
                                    .max = most_sweeps,
                                    .help = "sweeps kept, after warm-up; auto: by a pilot"},
                                   is_planned, open.sweeps);
  options.steps = static_cast<std::uint32_t>(
      count_or_auto(run, "steps",
                    {.fallback = 100,
                     .min = 1,
                     .max = 1'000'000'000,
                     .help = "kernel steps in a sweep, before its swaps; auto: by a pilot"},
                    is_planned, open.steps));
  options.n_copies = static_cast<std::uint32_t>(
      count_or_auto(run, "copies",
                    {.fallback = 1,
                     .min = 1,
                     .max = 10'000,
                     .help = "independent ladders in the run; auto: 4, or 2 where they cost much"},
                    is_planned, open.copies));
}

void read_thresholds(const Section& run, Convergent& asked) {
  asked.r_hat = run.number("r_hat", {.fallback = 1.01,
                                     .min = 1,
                                     .above_min = true,
                                     .help = "of U on rung 0, at most: Vehtari et al. 2021"});
  asked.size = run.number(
      "ess", {.fallback = 400, .min = 1, .help = "independent values of U on rung 0, at least"});
  asked.log_z_error = run.number(
      "log_z_error", {.fallback = 0, .min = 0, .help = "standard error of log Z; 0: any"});
}

std::optional<Convergent> read_until(const Section& run, std::uint64_t n_sweeps) {
  constexpr std::uint64_t doublings = 16;
  const auto until =
      run.choice("until", {"sweeps", "converged", "verdict"}, "sweeps",
                 "twice as many sweeps, again and again, to most_sweeps; converged: until r_hat, "
                 "ess and log_z_error are reached; verdict: until it wants no more sweeps");
  if (until == "sweeps") return std::nullopt;
  Convergent asked;
  asked.by_verdict = until == "verdict";
  if (!asked.by_verdict) read_thresholds(run, asked);
  asked.most_sweeps =
      run.count("most_sweeps", {.fallback = static_cast<std::int64_t>(
                                    std::min<std::uint64_t>(doublings * n_sweeps, most_sweeps)),
                                .min = 1,
                                .max = most_sweeps,
                                .help = "sweeps kept, whatever has been reached"});
  return asked;
}

}  // namespace

std::uint64_t read_seed(const Config& config) {
  return config.section("run").count(
      "seed", {.fallback = 1,
               .min = 0,
               .help = "the same config and seed give the same bits on any number of ranks"});
}

RunOptions read_run_options(const Config& config) {
  const auto run = config.section("run");
  const auto output = config.section("output");
  RunOptions options;
  options.seed = read_seed(config);
  options.budget = read_budget(run);
  read_lengths(run, options);
  options.time_limit = read_time_limit(run);
  options.convergent = read_until(run, options.n_sweeps);
  options.thin = count_or_auto(output, "thin",
                               {.fallback = 10,
                                .min = 1,
                                .max = most_sweeps,
                                .help = "sweeps between stored parameter draws; auto: by length"},
                               options.budget.is_given(), options.open.thin);
  options.checkpoint_seconds = output.number(
      "checkpoint_seconds",
      {.fallback = 30.0, .min = 0, .help = "between full states from which a run goes on"});
  options.replicas_per_file = output.count(
      "replicas_per_file",
      {.fallback = 1,
       .min = 1,
       .max = 1'000'000,
       .help = "replicas whose draws share a file; for thousands of them on a shared file system"});
  const auto durability = output.choice("durability", {"kill", "power"}, "kill",
                                        "what a commit survives: kill -9, or a power cut as well");
  options.durability = durability == "power" ? Durability::power : Durability::kill;
  return options;
}

}  // namespace temper
