#include "train/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/heat.h"
#include "kernel/minibatch_gradient.h"

namespace temper {
namespace {

/// 12345678 as "1.2e7".
std::string rounded(double value) {
  if (value < 1e5) return fmt::format("{:.0f}", value);
  const double exponent = std::floor(std::log10(value));
  return fmt::format("{:.1f}e{:.0f}", value / std::pow(10, exponent), exponent);
}

/// "4.4e9 gradient evaluations, about 2 min of one core".
std::string cost_text(const PlanFacts& facts, double evaluations) {
  const double seconds = evaluations / facts.allowance.speed;
  const auto time = seconds < 90     ? fmt::format("{:.0f} s", std::max(1.0, seconds))
                    : seconds < 5400 ? fmt::format("{:.0f} min", seconds / 60)
                                     : fmt::format("{:.0f} h", seconds / 3600);
  return fmt::format("{} gradient evaluations, about {} of one core", rounded(evaluations), time);
}

std::string range_text(const Experiment& experiment, const PlanFacts& facts) {
  const auto& ladder = experiment.ladder;
  const double t_max = facts.is_narrow ? facts.t_max : ladder.temperature.back();
  const auto end = std::isinf(t_max) ? std::string("inf, the prior") : fmt::format("{:.4g}", t_max);
  const auto noise = [&](double T) {
    return noise_level(*experiment.kernel, T, *experiment.potential);
  };
  auto text = fmt::format("T = {:.4g} to {}", ladder.temperature.front(), end);
  if (std::isnan(noise(1)) || std::isinf(t_max)) return text;
  return text +
         fmt::format(" (noise {:.3g} to {:.3g})", noise(ladder.temperature.front()), noise(t_max));
}

/// Why the whole range isn't walked.
std::string refusal_text(const PlanFacts& facts) {
  return fmt::format(
      "       the whole range can't be walked in this budget: {} {} rungs, at least {}, {} times the "
      "budget of {}\n",
      facts.is_guess ? "up to some" : "a pilot asks for", facts.rungs_wanted,
      cost_text(facts, facts.whole_cost),
      rounded(std::ceil(facts.whole_cost / facts.allowance.evaluations)),
      rounded(facts.allowance.evaluations));
}

/// What the run does where the whole range can't be walked; "" where it can.
std::string instead_text(const Experiment& experiment, const PlanFacts& facts,
                         const RunShape& shape) {
  if (facts.descends)
    return fmt::format(
        "an ensemble of {} descents by {}, at T = 0, without exchange; no posterior, no evidence",
        shape.n_copies, facts.kernel);
  if (facts.predicts)
    return fmt::format(
        "an ensemble of {} copies at T = 1, each from a descent of its own, without exchange "
        "(run.goal = \"predict\"); good for predictions, no evidence",
        shape.n_copies);
  if (!facts.has_ladder)
    return fmt::format(
        "{} copies at T = {:.4g}, without exchange; they show whether they agree, and don't help "
        "each other",
        shape.n_copies, experiment.ladder.temperature.front());
  if (facts.is_narrow)
    return fmt::format(
        "a narrow ladder of {} rungs, {}, whose hot end forgets less than the prior does; no "
        "evidence",
        shape.n_rungs, range_text(experiment, facts));
  return "";
}

std::string ladder_text(const Experiment& experiment, const PlanFacts& facts,
                        const RunShape& shape) {
  if (const auto instead = instead_text(experiment, facts, shape); !instead.empty())
    return facts.whole_cost > 0 ? refusal_text(facts) + "       instead: " + instead + "\n"
                                : "       " + instead + "\n";
  if (facts.is_guess)
    return fmt::format("       {} rungs, {}\n", shape.n_rungs, range_text(experiment, facts));
  return fmt::format("       {} rungs, {}: a pilot measured a barrier of {:.1f}\n", shape.n_rungs,
                     range_text(experiment, facts), facts.barrier);
}

std::string trips_text(const PlanFacts& facts, const RunShape& shape) {
  if (!facts.has_ladder || shape.n_rungs < 2 || facts.is_guess) return "";
  const double trips = round_trips_of(shape, facts.barrier) / facts.slowness;
  const auto why = !facts.is_slow()
                       ? std::string()
                       : fmt::format(
                             "       energies remember, for phases or stiff directions: a "
                             "round trip takes {:.0f} times what acceptance asks for\n",
                             facts.slowness);
  return fmt::format(
      "       about {:.0f} round trips a copy; a run of a quarter of that makes errors twice as "
      "wide (run.budget = {})\n{}",
      trips, rounded(shape.evaluations(facts.sweep_cost()) / 4), why);
}

/// What was done about rungs that are too hot where the data act.
std::string cooled_text(const PlanFacts& facts) {
  const auto left = facts.heat_left < 0.005 ? "by no more than it can tell"
                                            : fmt::format("to {:.3g} T", 1 + facts.heat_left);
  return fmt::format(
      "       kernel.lr = {:.2g}: longer steps heat the directions in which the data act, a rung of "
      "the pilot to {:.3g} T, and now {}; kernel.batch = \"full\" heats them less\n",
      facts.lr, 1 + facts.heat, left);
}

/// What a plan can't mend: kernel.batch is the user's.
std::string heat_text(const Experiment& experiment, const PlanFacts& facts) {
  if (facts.lr > 0) return cooled_text(facts);
  const auto kernel = experiment.config.section("kernel");
  if (!experiment.kernel->thermal() || !facts.has_ladder || !kernel.has("batch")) return "";
  const auto n_points = experiment.potential->n_points();
  const auto batch = gradient_batch(kernel, n_points);
  if (batch == n_points) return "";
  return fmt::format(
      "       minibatches of {} heat cold rungs beyond their T: the end of the run says by how much; "
      "kernel.batch = \"full\" doesn't\n",
      batch);
}

}  // namespace

std::string plan_text(const Experiment& experiment, const PlanFacts& facts, const RunShape& shape) {
  auto text =
      fmt::format("plan:  {}, {} step{} of {} gradient evaluations a sweep{}\n", facts.kernel,
                  facts.steps, facts.steps == 1 ? "" : "s", rounded(facts.step_cost),
                  facts.memory > 0.05 && facts.has_ladder
                      ? fmt::format(", after which energies remember {:.2f}", facts.memory)
                      : "");
  text += ladder_text(experiment, facts, shape);
  text += fmt::format("       {} cop{}, {} + {} sweeps: {}\n", shape.n_copies,
                      shape.n_copies == 1 ? "y" : "ies", shape.n_warmup, shape.n_sweeps,
                      cost_text(facts, shape.evaluations(facts.sweep_cost())));
  if (facts.most_sweeps > shape.n_sweeps)
    text += fmt::format(
        "       twice as many, again and again, while they would mend the verdict: "
        "at most {} sweeps\n",
        facts.most_sweeps);
  return text + trips_text(facts, shape) + heat_text(experiment, facts);
}

}  // namespace temper
