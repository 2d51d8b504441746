// temper landscape: what the objective looks like around the states that a run has found: minima
// and saddles, their sharpness, planes through them and paths between them.

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.h"
#include "app/landscape_options.h"
#include "app/landscape_survey.h"
#include "app/run_data.h"
#include "base/output.h"
#include "landscape/answer.h"
#include "landscape/landscape_file.h"
#include "store/own_files.h"
#include "store/run_reader.h"
#include "train/experiment.h"
#include "train/starting_point.h"

namespace temper {
namespace {

/// Adds the random plane and the paths of another run: the same picture of another network.
void add_other(const Arguments& arguments, Survey& survey, const Communicator& world) {
  auto other = open_run(arguments, arguments.value("against"), world);
  auto options = read_landscape_options(arguments, *other.experiment.potential);
  options.n_descents = options.n_searches = 0;
  auto seen = survey_run(other.folder, other.experiment, options, arguments.has("quiet"), world);
  for (auto& plane : seen.planes) {
    plane.run = 1;
    survey.planes.push_back(std::move(plane));
  }
  for (auto& path : seen.paths) {
    path.run = 1;
    survey.paths.push_back(std::move(path));
  }
}

/// Of networks there are too many to name.
std::vector<std::string> names_of_parameters(const OpenedRun& run) {
  constexpr std::size_t most_named = 1000;
  const auto dim = run.experiment.potential->dim();
  return dim > most_named ? std::vector<std::string>{} : parameter_names(run.folder, dim);
}

SurveyDescription description_of(const Arguments& arguments, const Potential& potential,
                                 const LandscapeOptions& options,
                                 const std::vector<std::string>& names,
                                 const std::vector<std::string>& answers) {
  SurveyDescription description{
      potential.metric_names(), names, {arguments.positional()}, options.polish.spectrum, {}};
  if (arguments.has("against")) description.run_names.push_back(arguments.value("against"));
  const std::uint64_t n_examples = std::min(options.n_examples, potential.n_points());
  description.attributes = {{"n_points", std::uint64_t{potential.n_points()}},
                            {"n_examples", n_examples},
                            {"tolerance", options.tolerance},
                            {"same", options.same},
                            {"answers", answers}};
  return description;
}

std::string subset_note(const LandscapeOptions& options, const Potential& potential) {
  if (options.n_examples >= potential.n_points()) return "";
  return fmt::format("Hessians, planes and paths are of {} of the {} examples.\n",
                     options.n_examples, potential.n_points());
}

/// Writes the file; what can't be kept has been answered, at least.
ExitCode keep(const std::string& file, const Survey& survey, const SurveyDescription& description) {
  try {
    write_landscape(file, survey, description);
  } catch (const IoError& error) {
    say(fmt::format("temper: the landscape can't be kept: {}; say where: --out FILE\n",
                    error.what()));
    return ExitCode::io;
  }
  print(file + "\n");
  return ExitCode::ok;
}

ExitCode landscape(const Arguments& arguments, const Communicator& world) {
  auto run = open_run(arguments, arguments.positional(), world);
  const auto file = arguments.value("out", run.folder.landscape_file());
  require_replaceable(file, "landscape");
  auto& potential = *run.experiment.potential;
  const auto options = read_landscape_options(arguments, potential);
  if (options.n_descents > 0) load_starting_weights(run.experiment, world);
  auto survey = survey_run(run.folder, run.experiment, options, arguments.has("quiet"), world);
  const auto metrics = potential.metric_names();
  const auto answers = landscape_answers(survey, metrics, options.tolerance, potential.n_points());
  const auto names = names_of_parameters(run);
  const auto table = minima_table(survey, potential, names);
  if (arguments.has("against")) add_other(arguments, survey, world);
  auto code = ExitCode::ok;
  world.together([&] {
    if (!world.is_root()) return;
    print(table + "\n");
    for (const auto& answer : answers) print(answer + "\n");
    print(subset_note(options, potential));
    code = keep(file, survey, description_of(arguments, potential, options, names, answers));
  });
  return code;
}

constexpr const char* landscape_details =
    "Polishes the best states, draws and starting points of a run to their minima of U + V, and\n"
    "tells minima apart by what they predict, not by their weights. Hessian eigenvalues (nats per\n"
    "squared unit of theta) say how sharp each is, and whether it is a minimum: index counts the\n"
    "negative ones. The same along the descent from the starting points, and for the critical\n"
    "points near it. Planes and paths show the surface between minima; --against draws those of a\n"
    "second run beside them. All of it goes to RUN/landscape.h5, which temper-report draws.\n\n"
    "Examples:\n"
    "  mpirun -n 4 temper landscape runs/parity\n"
    "  temper landscape runs/with-skips --against runs/without-skips\n";

}  // namespace

Command landscape_command() {
  return {"landscape",
          "minima and saddles around a run's states, planes and paths between",
          "RUN",
          landscape_flags(),
          landscape_details,
          landscape};
}

}  // namespace temper
