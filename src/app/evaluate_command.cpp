// temper evaluate: how well a run predicts what it hasn't seen: its best state, its cold rung, the
// ensemble of its replicas and its posterior draws side by side.

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.h"
#include "app/experiment.h"
#include "app/stored_config.h"
#include "posterior/network_posterior.h"
#include "posterior/predictive.h"
#include "store/run_reader.h"

namespace temper {
namespace {

/// Thetas whose predictions are averaged.
struct Ensemble {
  std::string name;
  std::vector<std::vector<float>> thetas;
};

/// The part to score on: test, else validation, else training.
struct ScoredPart {
  std::string name;
  const Part* part;
};

ScoredPart choose_part(const Dataset& data) {
  if (data.test.n > 0) return {"test", &data.test};
  if (data.validation.n > 0) return {"validation", &data.validation};
  return {"training", &data.train};
}

/// The state of lowest U + V that each replica has found; the lowest of all first.
std::vector<std::vector<float>> best_states(const RunFolder& folder, const RunTables& tables) {
  std::vector<std::pair<double, std::vector<float>>> bests;
  for (std::uint32_t replica = 0; replica < tables.n_replicas(); ++replica) {
    std::vector<float> theta(tables.n_parameters);
    const auto best = DrawsReader(folder, replica).read_best(tables.committed, theta);
    if (best) bests.emplace_back(*best, std::move(theta));
  }
  std::sort(bests.begin(), bests.end());
  std::vector<std::vector<float>> thetas;
  for (auto& [energy, theta] : bests) thetas.push_back(std::move(theta));
  return thetas;
}

/// Kept draws of rung 0, of all copies, at most `most`, at even distances.
std::vector<std::vector<float>> cold_draws(const RunFolder& folder, const RunTables& tables,
                                           std::size_t most) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places;  // draw, replica
  for (std::uint64_t draw = 0; draw < tables.draw_sweep.size(); ++draw)
    for (std::size_t copy = 0; copy < tables.n_copies; ++copy)
      if (const auto sweep = tables.draw_sweep[draw]; sweep >= tables.n_warmup)
        places.emplace_back(draw, tables.replica_on(0, copy, sweep));
  std::vector<std::vector<float>> thetas;
  const auto n = std::min(most, places.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto [draw, replica] = places[(i + 1) * places.size() / n - 1];
    thetas.emplace_back(tables.n_parameters);
    DrawsReader(folder, replica).read(draw, thetas.back());
  }
  return thetas;
}

std::vector<Ensemble> ensembles_of(const RunFolder& folder, const RunTables& tables) {
  constexpr std::size_t most_draws = 200;
  const auto bests = best_states(folder, tables);
  const auto draws = cold_draws(folder, tables, most_draws);
  std::vector<Ensemble> ensembles;
  if (!bests.empty()) ensembles.push_back({"best state", {bests.front()}});
  if (!draws.empty()) ensembles.push_back({"rung 0, last draw", {draws.back()}});
  if (bests.size() > 1) ensembles.push_back({"ensemble of best states", bests});
  if (draws.size() > 1) ensembles.push_back({"posterior, rung 0", draws});
  return ensembles;
}

std::vector<Score> score(NetworkPosterior& network, const Ensemble& ensemble, const Part& part) {
  Predictive predictive(network.data(), part);
  std::vector<double> predictions(part.n * network.n_predictions());
  for (const auto& theta : ensemble.thetas) {
    network.predict(theta, part, predictions);
    predictive.add(predictions);
  }
  return predictive.scores();
}

std::string table_of(NetworkPosterior& network, const std::vector<Ensemble>& ensembles,
                     const ScoredPart& scored) {
  std::string header =
      fmt::format("{:<26} {:>7}", fmt::format("on the {} split", scored.name), "thetas");
  std::string rows;
  for (const auto& ensemble : ensembles) {
    rows += fmt::format("{:<26} {:>7}", ensemble.name, ensemble.thetas.size());
    for (const auto& [name, value] : score(network, ensemble, *scored.part)) {
      if (&ensemble == &ensembles.front()) header += fmt::format(" {:>12}", name);
      rows += fmt::format(" {:>12.4f}", value);
    }
    rows += "\n";
  }
  return header + "\n" + rows;
}

ExitCode evaluate(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  auto experiment = build_experiment(stored_config(folder.path(), world), world);
  if (!experiment.network)
    throw UsageError(folder.run_file() +
                     ": the run has a potential without data; there is nothing "
                     "to predict");
  if (!world.is_root()) return ExitCode::ok;
  const auto ensembles = ensembles_of(folder, read_tables(folder));
  if (ensembles.empty())
    throw UsageError(folder.run_file() + ": no draw has been committed yet; try again later");
  auto& network = *experiment.network;
  fmt::print("{}", table_of(network, ensembles, choose_part(network.data())));
  return ExitCode::ok;
}

constexpr const char* details =
    "Scores on the test split; without one on the validation split, else on the training data.\n"
    "Classification: accuracy; log_score, the mean log predictive probability (higher is better);\n"
    "brier; ece, the expected calibration error. Regression, in original units: rmse; log_score, "
    "the\nmean log predictive density; coverage_90, the share of targets in their 90 % interval.\n";

}  // namespace

Command evaluate_command() {
  return {"evaluate", "accuracy, log score and calibration of a run's predictions",
          "RUN",      {},
          details,    evaluate};
}

}  // namespace temper
