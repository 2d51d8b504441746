#include "app/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "base/number_text.h"
#include "base/printable.h"
#include "base/text_width.h"
#include "diagnosis/diagnosis_file.h"
#include "diagnosis/page.h"
#include "posterior/network_posterior.h"
#include "posterior/predictive.h"
#include "potential/objective.h"
#include "report/progress.h"
#include "report/rung_table.h"
#include "report/swap_report.h"
#include "train/gather.h"

namespace temper {
namespace {

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

/// Standard errors of a replica's metrics in its best state; empty without a network. Collective.
std::vector<double> gather_errors(std::size_t replica, Training& training, Experiment& experiment,
                                  const Communicator& world) {
  std::vector<double> mine;
  for (const auto& move : training.moves())
    if (experiment.network && move.replica->id == replica && move.replica->best.is_known())
      mine = metric_errors(*experiment.network, move.replica->best.theta);
  return world.all_gather(mine);
}

/// ", test_accuracy 0.93 ± 0.02, test_log_score -0.2 ± 0.1 (60 examples)".
std::string scores_text(std::span<const double> scores, std::span<const double> errors,
                        const Experiment& experiment) {
  const auto names = experiment.potential->metric_names();
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (errors.empty()) {
      text += fmt::format(", {} {}", names[i], number_text(scores[i]));
      continue;
    }
    const auto& data = experiment.network->data();
    const auto n = names[i].starts_with("test_") ? data.test.n : data.validation.n;
    text += fmt::format(", {} {}", names[i], with_error_text(scores[i], errors[i]));
    if (names[i].ends_with("log_score")) text += fmt::format(" ({} examples)", n);
  }
  return text;
}

/// Collective.
std::string best_sentence(const std::vector<std::vector<double>>& bests, Training& training,
                          Experiment& experiment, const Communicator& world) {
  const auto best = std::min_element(bests.begin(), bests.end());
  if (!std::isfinite(best->front()))
    return "No best state: no sweep had energies over all the data.\n";
  const auto replica = static_cast<std::size_t>(best - bests.begin());
  const auto errors = gather_errors(replica, training, experiment, world);
  return wrapped(fmt::format("Best state: replica {}, objective {} nats ({}){}.\n", replica,
                             number_text(best->front() - prior_constant(*experiment.potential)),
                             objective_name,
                             scores_text(std::span(*best).subspan(1), errors, experiment)));
}

std::string time_sentence(const Stopwatch& watch) {
  const double total = watch.total();
  if (!(total > 0)) return "Time: none; no sweep was left to do.\n";
  std::string sentence = fmt::format("Time: {}", duration_text(total));
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    sentence += fmt::format("{} {} {:.1f} %", i == 0 ? ":" : ",", phase_names[i],
                            100 * watch.seconds(static_cast<Phase>(i)) / total);
  return wrapped(sentence + ".\n");
}

/// A swap test on minibatches may have had no need of the last sweep's.
void know_energy(Replica& replica, Potential& potential) {
  if (std::isnan(replica.energy.U)) replica.energy = potential.energy(replica.theta);
}

}  // namespace

Diagnosis judge_run(const Experiment& experiment, const std::string& folder,
                    const Communicator& world) {
  Diagnosis diagnosis;
  world.together([&] {
    if (!world.is_root()) return;
    const auto config = Config::parse(experiment.config.resolved(/*comments=*/false), folder, {});
    diagnosis = diagnose(read_for_diagnosis(folder, config));
    write_diagnosis(diagnosis);
  });
  return diagnosis;
}

std::string summary_text(Training& training, Experiment& experiment, const Stopwatch& watch,
                         const Judge& judge, const std::string& folder, const Communicator& world) {
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
  for (const auto& row : rung_table(snapshot, most_rungs_of_a_page)) text += row + "\n";
  const auto& diagnosis = judge();
  const auto judged = world.is_root() ? diagnosis_summary(diagnosis) : "";
  return text + "\n" + best_sentence(bests, training, experiment, world) +
         swap_report(experiment, state.tally, watch) + time_sentence(watch) + judged +
         fmt::format("Run: {0}\nMore: temper {1} {2}; temper diagnose {2}; temper-report {2}\n",
                     folder, experiment.data ? "evaluate" : "landscape", shell_word(folder));
}

}  // namespace temper
