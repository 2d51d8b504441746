// temper predict: what a run says of rows that it hasn't seen.

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/commands.h"
#include "app/draws_flag.h"
#include "app/stored_config.h"
#include "base/output.h"
#include "data/new_rows.h"
#include "data/standardise.h"
#include "evaluation/ensembles.h"
#include "evaluation/stored_network.h"
#include "h5/raw_file.h"
#include "report/prediction_table.h"
#include "store/own_files.h"

namespace temper {
namespace {

/// Rows that are predicted at once by all members.
constexpr std::size_t rows_at_once = 4096;

double read_interval(const Arguments& arguments) {
  const auto text = arguments.value("interval", "0.9");
  double share = 0;
  const auto* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, share);
  if (error != std::errc{} || end != last || !(share > 0 && share < 1))
    throw UsageError(fmt::format("--interval {}: give a share between 0 and 1, as 0.9", text));
  return share;
}

/// The thetas that --use names: draws of rung 0, or best states where there is no draw.
std::vector<std::vector<float>> read_members(const Arguments& arguments, const RunFolder& folder) {
  const auto tables = read_tables(folder);
  const auto use = arguments.value("use", "posterior");
  if (use != "posterior" && use != "best" && use != "ensemble")
    throw UsageError(fmt::format("--use {}: give posterior, best or ensemble", use));
  std::vector<StoredTheta> thetas;
  if (use == "posterior") thetas = cold_draws(tables, most_draws(arguments));
  if (thetas.empty()) thetas = best_states(folder, tables);
  if (thetas.empty())
    throw UsageError(folder.run_file() + ": no draw has been committed yet; try again later");
  if (use == "best") thetas.erase(thetas.begin() + 1, thetas.end());
  std::vector<std::vector<float>> members;
  for (const auto& stored : thetas)
    read_theta(folder, tables, stored, members.emplace_back(tables.n_parameters));
  return members;
}

NewRows read_rows(const std::string& path, const Dataset& data) {
  if (!data.schema.inputs.empty()) return read_new_rows(path, data.schema);
  if (data.input_names.empty())
    throw UsageError(
        "predict: the run was trained on images; predict them in Python: "
        "temper.open_run(RUN).predict(X)");
  return read_new_rows(path, schema_of_names(data.input_names));
}

MemberPredictions predict_rows(NetworkPosterior& network,
                               const std::vector<std::vector<float>>& members, const NewRows& rows,
                               std::size_t first, std::size_t n) {
  const auto& data = network.data();
  std::vector<std::uint32_t> numbers;
  for (std::size_t i = 0; i < n; ++i) numbers.push_back(static_cast<std::uint32_t>(first + i));
  std::vector<float> inputs(n * data.n_inputs);
  write_rows(rows.inputs, numbers, data.input_scaling, inputs);
  const Part part{n, inputs, {}, {}, {}};
  MemberPredictions predictions{members.size(), n, {}};
  for (const auto& theta : members)
    network.predict(theta, part, predictions.of.emplace_back(n * network.n_predictions()));
  return predictions;
}

void predict_to(std::ostream& out, const Arguments& arguments, const Config& config) {
  const RunFolder folder(arguments.positional());
  const auto network = stored_network(folder, config);
  require_stored_size(folder.path(), network->dim());
  const auto members = read_members(arguments, folder);
  const auto rows = read_rows(arguments.positional(1), network->data());
  PredictionTable table(
      out, *network, rows,
      {read_interval(arguments), arguments.has("members"), arguments.has("json")});
  if (arguments.has("out"))
    require_replaceable_text(arguments.value("out"), table.kind(folder.path()));
  table.begin(folder.path(), members.size());
  const auto n = rows.inputs.n_rows();
  for (std::size_t first = 0; first < n; first += rows_at_once) {
    const auto some = std::min(rows_at_once, n - first);
    table.rows(first, predict_rows(*network, members, rows, first, some));
  }
  table.end();
}

/// Before the rows are read and predicted.
void require_free(const std::string& out, const std::string& rows) {
  require_place_for_text(out);
  std::error_code error;
  if (std::filesystem::equivalent(out, rows, error))
    throw UsageError("--out " + out + ": that is the table that is read; give another name");
}

/// A file appears whole or not at all.
void predict_to_file(const std::string& path, const Arguments& arguments, const Config& config) {
  const auto unfinished = name_of_ones_own(path);
  std::ofstream file(unfinished);
  if (!file) throw IoError(unfinished + ": can't be written: " + std::strerror(errno));
  try {
    predict_to(file, arguments, config);
  } catch (...) {
    std::remove(unfinished.c_str());
    throw;
  }
  file.close();
  if (file && std::rename(unfinished.c_str(), path.c_str()) == 0) return;
  const int error = errno;
  std::remove(unfinished.c_str());
  throw IoError(path + ": can't be written: " + std::strerror(error));
}

ExitCode predict(const Arguments& arguments, const Communicator& world) {
  const auto config = stored_config(arguments.positional(), world);
  world.together([&] {
    if (!world.is_root()) return;
    const auto out = arguments.value("out");
    if (!out.empty()) {
      require_free(out, arguments.positional(1));
      return predict_to_file(out, arguments, config);
    }
    std::ostringstream text;
    text.exceptions(std::ios::badbit);  // where memory is short a table isn't cut
    predict_to(text, arguments, config);
    print(text.str());
  });
  return ExitCode::ok;
}

constexpr const char* predict_details =
    "NEW is a table with the columns that the run was trained on, by name and in any order; what\n"
    "training did to them (categories, medians, scaling) is done to it. Other columns are refused,\n"
    "but the target and those that training left out. \"-\" is standard input.\n\n"
    "Classification: the likeliest class, and P(class) of each. Regression, in original units: the\n"
    "mean, sd and the quantiles of the central --interval of the predictive distribution, which\n"
    "holds the noise too. A run doesn't need its training data for this.\n";

}  // namespace

Command predict_command() {
  return {"predict",
          "what a run says of new rows: class probabilities, or means and intervals",
          "RUN NEW",
          {{"out", "FILE", "a CSV table there [standard output]"},
           {"interval", "SHARE", "between the lower and the upper quantile [0.9]"},
           {"members", "", "what each theta predicts, a line for each row and member"},
           {"use", "THETAS",
            "posterior (draws of rung 0), best, or ensemble of best states "
            "[posterior]"},
           draws_flag(),
           {"json", "", "JSON instead of a table"}},
          predict_details,
          predict};
}

}  // namespace temper
