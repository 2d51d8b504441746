#include "app/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/progress.h"
#include "app/rung_table.h"
#include "app/swap_report.h"
#include "base/number_text.h"
#include "base/text_width.h"
#include "diagnosis/temperature_advice.h"
#include "potential/objective.h"
#include "tempering/pilot.h"
#include "train/gather.h"

namespace temper {
namespace {

constexpr std::size_t most_rows = 24;

/// U + V of the best state of every replica, and its metrics: [replica][U + V, metrics…].
std::vector<std::vector<double>> gather_bests(Training& training, Potential& potential,
                                              const Communicator& world) {
  const auto n_metrics = potential.metric_names().size();
  std::vector<double> mine;
  for (const auto& move : training.moves()) {
    const auto& best = move.replica->best;
    mine.push_back(best.energy.U + best.energy.V);
    std::vector<double> metrics(n_metrics, std::numeric_limits<double>::quiet_NaN());
    if (n_metrics > 0 && best.is_known()) potential.measure(best.theta, metrics);
    mine.insert(mine.end(), metrics.begin(), metrics.end());
  }
  const auto all = world.all_gather(mine);
  std::vector<std::vector<double>> bests;
  const auto width = static_cast<std::ptrdiff_t>(1 + n_metrics);
  for (auto row = all.begin(); row != all.end(); row += width) bests.emplace_back(row, row + width);
  return bests;
}

std::string best_sentence(const std::vector<std::vector<double>>& bests,
                          const std::vector<std::string>& metric_names, double constant) {
  const auto best = std::min_element(bests.begin(), bests.end());
  if (!std::isfinite(best->front()))
    return "No best state: no sweep had energies over all the data.\n";
  auto sentence =
      fmt::format("Best state: replica {}, objective {} nats ({})", best - bests.begin(),
                  number_text(best->front() - constant), objective_name);
  for (std::size_t i = 0; i < metric_names.size(); ++i)
    sentence += fmt::format(", {} {}", metric_names[i], number_text((*best)[i + 1]));
  return wrapped(sentence + ".\n");
}

/// Whether the ladder let replicas through, and what to change if not.
std::string mixing_sentence(const TemperingState& state) {
  const auto n_rungs = state.ladder.size();
  const auto rejection = state.rejection.metropolis_rates();
  if (n_rungs < 2 ||
      std::all_of(rejection.begin(), rejection.end(), [](double r) { return std::isnan(r); }))
    return "";
  const double lambda = barrier(rejection);
  const auto wanted = recommended_rungs(lambda);
  // A pair that hardly exchanges rejects 1 at most, however wide the gap.
  const bool saturates = std::any_of(rejection.begin(), rejection.end(),
                                     [](double r) { return r > hardly_exchanges; });
  auto sentence =
      fmt::format("Ladder: barrier {}{:.2f}, {} round trips, mean acceptance {:.2f}.",
                  saturates ? "at least " : "", lambda, state.trips.total(),
                  1 - barrier(state.rejection.rates()) / static_cast<double>(n_rungs - 1));
  if (noise_rejects(state.tally)) return sentence + "\n";
  if (lambda > 0.9 * static_cast<double>(n_rungs - 1))
    return sentence +
           " Rungs hardly exchange: bring t_max closer to t_min, or use many more rungs; temper "
           "diagnose "
           "tells how many.\n";
  if (2 * n_rungs < wanted || (n_rungs > 2 * wanted && !saturates))
    sentence += fmt::format(" {} {} rungs would suit this barrier better than {}.",
                            saturates ? "At least" : "About", wanted, n_rungs);
  return sentence + "\n";
}

std::string time_sentence(const Stopwatch& watch) {
  const double total = watch.total();
  std::string sentence = fmt::format("Time: {}", duration_text(total));
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    sentence += fmt::format("{} {} {:.1f} %", i == 0 ? ":" : ",", phase_names[i],
                            100 * watch.seconds(static_cast<Phase>(i)) / total);
  return wrapped(sentence + ".\n");
}

/// What the stored run says of its temperatures; "" beside the root. Collective.
std::string temperature_text(const Experiment& experiment, const std::string& folder,
                             const Communicator& world) {
  std::string text;
  world.together([&] {
    if (!world.is_root()) return;
    const auto config = Config::parse(experiment.config.resolved(/*comments=*/false), folder, {});
    text = temperature_summary(read_for_diagnosis(folder, config));
  });
  return text;
}

/// A swap test on minibatches may have had no need of the last sweep's.
void know_energy(Replica& replica, Potential& potential) {
  if (std::isnan(replica.energy.U)) replica.energy = potential.energy(replica.theta);
}

}  // namespace

std::string summary_text(Training& training, Experiment& experiment, const Stopwatch& watch,
                         const std::string& folder, const Communicator& world) {
  auto& potential = *experiment.potential;
  const auto names = potential.metric_names();
  const auto bests = gather_bests(training, potential, world);
  const auto metrics = gather_metrics(training.moves(), potential, world);
  for (const auto& move : training.moves()) know_energy(*move.replica, potential);
  const auto report = gather_report(training.moves(), *experiment.kernel, world);

  const auto& state = training.state();
  Snapshot snapshot{state.sweep,
                    experiment.run.n_warmup,
                    experiment.run.n_total(),
                    &state.ladder,
                    &state.replica_at,
                    report.energy,
                    state.rejection.rates(),
                    state.trips.total(),
                    names.empty() ? "" : names.front(),
                    {}};
  for (const auto& of_replica : metrics) snapshot.metric.push_back(of_replica.front());

  std::string text = "\n";
  for (const auto& row : rung_table(snapshot, most_rows)) text += row + "\n";
  return text + "\n" + best_sentence(bests, names, prior_constant(potential)) +
         mixing_sentence(state) + swap_report(experiment, state.tally, watch) +
         wrapped(temperature_text(experiment, folder, world)) + time_sentence(watch) +
         fmt::format("Run: {0}\nMore: temper evaluate {0}; temper inspect {0}; temper-report {0}\n",
                     folder);
}

}  // namespace temper
