// temper evaluate: how well a run predicts what it hasn't seen: its best state, its cold rung, the
// ensemble of its replicas and its posterior draws side by side. Keeps the predictions.

#include <fmt/format.h>

#include <cstdint>
#include <optional>

#include "app/commands.h"
#include "app/draws_flag.h"
#include "app/json.h"
#include "app/run_data.h"
#include "app/trusted_models.h"
#include "base/number_text.h"
#include "base/output.h"
#include "base/text_table.h"
#include "base/text_width.h"
#include "evaluation/predictions.h"
#include "report/scores_json.h"
#include "train/experiment.h"

namespace temper {
namespace {

/// Scores `first` to `last` of every predictor, a line each.
TextTable block_of(const StoredPredictions& predictions, std::size_t first, std::size_t last) {
  std::vector<TextTable::Column> columns = {
      {fmt::format("{} {} examples", predictions.n_examples, predictions.part), true}, {"thetas"}};
  for (std::size_t i = first; i < last; ++i) columns.push_back({predictions.score_names[i]});
  TextTable table(columns);
  for (const auto& predictor : predictions.predictors) {
    std::vector<std::string> cells = {predictor.name, fmt::format("{}", predictor.n_thetas)};
    for (std::size_t i = first; i < last; ++i)
      cells.push_back(with_error_text(predictor.scores[i], predictor.score_errors[i]));
    table.add(cells);
  }
  return table;
}

/// Where a block of scores that begins at `first` ends: as many as a page is wide, at least one.
std::size_t end_of_block(const StoredPredictions& predictions, std::size_t first) {
  auto last = predictions.score_names.size();
  while (last > first + 1 &&
         display_width(block_of(predictions, first, last).lines(SIZE_MAX).front()) > usual_columns)
    --last;
  return last;
}

std::string table_of(const StoredPredictions& predictions) {
  std::string table;
  for (std::size_t first = 0, last = 0; first < predictions.score_names.size(); first = last) {
    last = end_of_block(predictions, first);
    table += (first > 0 ? "\n" : "") + block_of(predictions, first, last).text();
  }
  return table;
}

Json json_of(const std::string& run, const StoredPredictions& predictions) {
  Json json = {{"run", run},
               {"part", predictions.part},
               {"n", predictions.n_examples},
               {"committed", predictions.committed},
               {"predictors", Json::array()}};
  for (const auto& predictor : predictions.predictors)
    json["predictors"].push_back({{"name", predictor.name},
                                  {"n_thetas", predictor.n_thetas},
                                  {"scores", scores_json(predictions.score_names, predictor)}});
  return json;
}

/// The draws whose pointwise log likelihood is asked for: none without --pointwise.
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

/// Keeps the predictions, with the pointwise log likelihoods if they are wanted.
void keep(const Arguments& arguments, const RunFolder& folder, NetworkPosterior& network,
          const StoredTables& tables, StoredPredictions& predictions) {
  const auto draws = pointwise_draws(arguments, tables, predictions);
  predictions.n_training = network.n_points();
  PredictionsFile file(arguments.value("out", folder.predictions_file()), predictions);
  write_log_likelihoods(network, folder, tables, draws, file);
  file.publish();
}

OpenedRun open_network(const Arguments& arguments, const std::string& path,
                       const Communicator& world) {
  auto run = open_run(arguments, path, world);
  if (!run.experiment.network)
    throw UsageError(run.folder.run_file() +
                     ": the run has a potential without data; there is nothing to predict");
  return run;
}

StoredPredictions predictions_of(const Arguments& arguments, OpenedRun& run,
                                 const StoredTables& tables) {
  const auto ensembles = ensembles_of(run.folder, tables, most_draws(arguments));
  if (ensembles.empty())
    throw UsageError(run.folder.run_file() + ": no draw has been committed yet; try again later");
  return predict_with(*run.experiment.network, run.folder, tables, ensembles);
}

void add_other(const Arguments& arguments, const OpenedRun& run, OpenedRun& other,
               StoredPredictions& predictions) {
  if (!have_same_examples(run.experiment.network->data(), other.experiment.network->data()))
    throw UsageError(other.folder.path() +
                     ": its examples are not those of the run; train it on the same data, with the "
                     "same data.split and run.seed");
  put_before(predictions, predictions_of(arguments, other, read_tables(other.folder)),
             other.folder.path());
}

/// Answers even where the answer can't be kept: of a run that belongs to somebody else.
/// @param other  --against
ExitCode evaluate_run(const Arguments& arguments, OpenedRun& run, std::optional<OpenedRun>& other) {
  const auto& folder = run.folder;
  const auto tables = read_tables(folder);
  auto predictions = predictions_of(arguments, run, tables);
  if (other) add_other(arguments, run, *other, predictions);
  if (arguments.has("json"))
    print_json(json_of(folder.path(), predictions));
  else
    print(table_of(predictions));
  try {
    keep(arguments, folder, *run.experiment.network, tables, predictions);
  } catch (const IoError& error) {
    say(fmt::format("temper: the predictions can't be kept: {}; say where: --out FILE\n",
                    error.what()));
    return ExitCode::io;
  }
  return ExitCode::ok;
}

ExitCode evaluate(const Arguments& arguments, const Communicator& world) {
  auto run = open_network(arguments, arguments.positional(), world);
  std::optional<OpenedRun> other;
  if (arguments.has("against")) other = open_network(arguments, arguments.value("against"), world);
  auto code = ExitCode::ok;
  world.together([&] {
    if (world.is_root()) code = evaluate_run(arguments, run, other);
  });
  return code;
}

constexpr const char* evaluate_details =
    "Scores, with standard errors over the examples, on the test split; without one on the\n"
    "validation split, else on the training data.\n\n"
    "Classification: accuracy; log_score, the mean log predictive probability (higher is better);\n"
    "brier; ece, the expected calibration error.\n\n"
    "Regression, in original units: rmse; log_score, the mean log predictive density;\n"
    "normal_log_score, that of a normal with the predictive mean and total sd; crps (lower is\n"
    "better). The same in units of each target's sd over the training data: …_in_sd. coverage_50 to\n"
    "coverage_95: the shares of targets in the central intervals of 50 to 95 %. aleatoric_sd, the\n"
    "noise, and epistemic_sd, what more data would lessen: root mean squares.\n\n"
    "--against RUN2 puts another run, on the same data and split, before it in the table.\n\n"
    "The predictions stay in RUN/predictions.h5, for temper-report and run.predictions. With\n"
    "--pointwise, so does the log likelihood of every training example at every draw, for LOO and\n"
    "WAIC by ArviZ: 4 bytes each.\n";

}  // namespace

Command evaluate_command() {
  return {"evaluate",
          "accuracy, log score and calibration of a run's predictions",
          "RUN",
          {draws_flag(),
           data_flag(),
           trust_flag(),
           {"against", "RUN2", "adds what another run predicts for the same examples"},
           {"out", "FILE", "where the predictions are kept [RUN/predictions.h5]"},
           json_flag(),
           {"pointwise", "", "keeps the log likelihood of each training example at each draw"}},
          evaluate_details,
          evaluate};
}

}  // namespace temper
