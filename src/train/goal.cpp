#include "train/goal.h"

#include "config/section.h"
#include "train/supply_ladder.h"

namespace temper {
namespace {

/// What optimising wants where sampling wants the opposite: method/NOTES.md.
const std::vector<Override> optimising_defaults = {
    {"ladder.rungs", "8", "run.goal"},   {"ladder.t_min", "0.003", "run.goal"},
    {"ladder.t_max", "0.2", "run.goal"}, {"ladder.adapt", "false", "run.goal"},
    {"run.warmup", "0", "run.goal"},
};

}  // namespace

OptimiseOptions read_goal(Config& config) {
  const auto goal = config.section("run").choice(
      "goal", {"sample", "optimise", "predict"}, "sample",
      "sample: draws from the posterior; optimise: the lowest minimum, by a cold ladder that "
      "tournaments of restarts start and feed, and a polish at the end; predict: draws at T = 1 "
      "for predictions, of many copies that each start where a descent has ended");
  OptimiseOptions options;
  if (goal == "predict") options.goal = Goal::predict;
  if (goal != "optimise") return options;
  options.goal = Goal::optimise;
  supply_ladder(config, optimising_defaults);
  const auto section = config.section("optimise");
  options.n_starts = static_cast<std::uint32_t>(
      section.integer("starts", {.fallback = 8,
                                 .min = 2,
                                 .max = 100'000,
                                 .help = "random starting points of each tournament"}));
  options.tournament_epochs = section.number(
      "tournament_epochs",
      {.fallback = 2000, .min = 0, .help = "gradients over all the data in one tournament"});
  options.feed_every = section.count(
      "feed_every", {.fallback = 100,
                     .min = 0,
                     .max = 1'000'000'000,
                     .help = "sweeps until a new winner is put on the hottest rung; 0: never"});
  options.polish_epochs = section.number(
      "polish_epochs",
      {.fallback = 1000,
       .min = 0,
       .help = "gradients over all the data to polish each replica's best state with L-BFGS"});
  return options;
}

}  // namespace temper
