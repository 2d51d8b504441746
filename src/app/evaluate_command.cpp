// temper evaluate: how well a run predicts what it hasn't seen: its best state, its cold rung, the
// ensemble of its replicas and its posterior draws side by side. Keeps the predictions.

#include <fmt/format.h>

#include <charconv>

#include "app/commands.h"
#include "app/stored_config.h"
#include "evaluation/predictions.h"
#include "train/experiment.h"

namespace temper {
namespace {

std::string table_of(const StoredPredictions& predictions) {
  std::string table =
      fmt::format("{:<26} {:>7}", fmt::format("on the {} split", predictions.part), "thetas");
  for (const auto& name : predictions.score_names) table += fmt::format(" {:>12}", name);
  table += "\n";
  for (const auto& predictor : predictions.predictors) {
    table += fmt::format("{:<26} {:>7}", predictor.name, predictor.n_thetas);
    for (const double score : predictor.scores) table += fmt::format(" {:>12.4f}", score);
    table += "\n";
  }
  return table;
}

std::size_t most_draws(const Arguments& arguments) {
  const auto text = arguments.value("draws", "200");
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n == 0)
    throw UsageError(fmt::format("--draws {}: give a whole number of 1 or more", text));
  return n;
}

/// Of whom the pointwise log likelihood is wanted; none without --pointwise.
std::vector<StoredTheta> pointwise_draws(const Arguments& arguments, const StoredTables& tables,
                                         StoredPredictions& predictions) {
  if (!arguments.has("pointwise")) return {};
  auto draws = cold_draws(tables, most_draws(arguments));
  if (draws.empty())
    throw UsageError("--pointwise: no draw after warm-up has been committed yet; try again later");
  for (std::size_t i = 0; i < draws.size(); i += tables.n_copies)
    predictions.likelihood_sweep.push_back(tables.draw_sweep[*draws[i].draw]);
  predictions.n_copies = tables.n_copies;
  return draws;
}

void evaluate_run(const Arguments& arguments, const RunFolder& folder, NetworkPosterior& network) {
  const auto tables = read_tables(folder);
  const auto ensembles = ensembles_of(folder, tables, most_draws(arguments));
  if (ensembles.empty())
    throw UsageError(folder.run_file() + ": no draw has been committed yet; try again later");
  auto predictions = predict_with(network, folder, tables, ensembles);
  fmt::print("{}", table_of(predictions));

  const auto draws = pointwise_draws(arguments, tables, predictions);
  predictions.n_training = network.n_points();
  PredictionsFile file(folder.predictions_file(), predictions);
  write_log_likelihoods(network, folder, tables, draws, file);
  file.publish();
}

ExitCode evaluate(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  auto experiment = stored_experiment(folder.path(), world);
  if (!experiment.network)
    throw UsageError(folder.run_file() +
                     ": the run has a potential without data; there is nothing "
                     "to predict");
  world.together([&] {
    if (world.is_root()) evaluate_run(arguments, folder, *experiment.network);
  });
  return ExitCode::ok;
}

constexpr const char* details =
    "Scores on the test split; without one on the validation split, else on the training data.\n"
    "Classification: accuracy; log_score, the mean log predictive probability (higher is better);\n"
    "brier; ece, the expected calibration error. Regression, in original units: rmse; log_score, "
    "the\nmean log predictive density; coverage_90, the share of targets in their 90 % interval.\n"
    "The predictions stay in RUN/predictions.h5, for temper-report and run.predictions. With\n"
    "--pointwise, so does the log likelihood of every training example at every draw, for LOO and\n"
    "WAIC by ArviZ: 4 bytes each.\n";

}  // namespace

Command evaluate_command() {
  return {"evaluate",
          "accuracy, log score and calibration of a run's predictions",
          "RUN",
          {{"draws", "N", "draws of rung 0 to average over, at most [200]"},
           {"pointwise", "", "keeps the log likelihood of each training example at each draw"}},
          details,
          evaluate};
}

}  // namespace temper
