// temper evidence: log Z of a run whose ladder reaches the prior, with its standard error, and
// other ways to the same number beside it. Of several models: which one the data prefer.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/commands.h"
#include "app/draws_flag.h"
#include "app/evidence_models.h"
#include "app/json.h"
#include "app/run_data.h"
#include "app/stored_config.h"
#include "app/trusted_models.h"
#include "base/number_text.h"
#include "base/output.h"
#include "diagnosis/evidence_report.h"
#include "diagnosis/kept_sweeps.h"
#include "evaluation/predictions.h"
#include "h5/raw_file.h"
#include "report/evidence_table.h"
#include "store/own_files.h"

namespace temper {
namespace {

/// With at least three decimals, as the ways beside the first have.
std::string with_error(double value, double standard_error) {
  return to_the_error(value, standard_error, 3, 9);
}

std::string row(const char* name, const EvidenceEstimate& estimate) {
  return fmt::format("{:<26} {}", name, with_error(estimate.log_Z, estimate.standard_error));
}

/// The reverse stepping stone's weights have heavy tails, whose best part is seldom seen: neither
/// it nor its spread can be trusted beyond the direction of its error.
std::string upper_bound(const char* name, const EvidenceEstimate& estimate) {
  return fmt::format("{:<26} {:.3f}, on average too high", name, estimate.log_Z);
}

std::string page_of(const DiagnosedRun& run, const EvidenceReport& report) {
  const auto& found = report.evidence;
  auto page = fmt::format(
      "log Z = {}\n\n{}\n{}\n{}, and {:.3f} for the distance of rungs\n\n"
      "{} of {} rungs, {} kept sweeps each, worth {:.0f} independent ones\n",
      with_error(found.log_Z, found.standard_error), row("stepping stone, forward", found.forward),
      upper_bound("stepping stone, reverse", found.reverse),
      row("thermodynamic integration", found.thermodynamic), found.discretisation,
      copies_text(run.tables), run.tables.n_rungs, report.n_sweeps, found.effective_size);
  for (const auto& finding : report.findings) page += "warning: " + finding.text() + "\n";
  return page;
}

Json json_of(const EvidenceEstimate& estimate) {
  return {{"log_Z", estimate.log_Z},
          {"standard_error", estimate.standard_error},
          {"agrees", estimate.agrees()}};
}

Json json_of(const DiagnosedRun& run, const EvidenceReport& report) {
  const auto& found = report.evidence;
  Json json = {{"run", run.path},
               {"log_Z", found.log_Z},
               {"standard_error", found.standard_error},
               {"unit", "nat"},
               {"effective_size", found.effective_size},
               {"r_hat", found.r_hat},
               {"n_sweeps", report.n_sweeps},
               {"forward", json_of(found.forward)},
               {"reverse", json_of(found.reverse)},
               {"thermodynamic", json_of(found.thermodynamic)},
               {"discretisation", found.discretisation},
               {"overlap", found.overlap},
               {"warnings", Json::array()}};
  for (const auto& finding : report.findings) json["warnings"].push_back(finding.text());
  return json;
}

void print_evidence_of(const DiagnosedRun& run, const std::string& where, bool as_json) {
  if (const auto why = why_no_evidence(run); !why.empty()) throw UsageError(where + ": " + why);
  const auto report = judge_evidence(run);
  if (as_json)
    print_json(json_of(run, report));
  else
    print(page_of(run, report));
}

ExitCode print_evidence_of_one(const Arguments& arguments, const Communicator& world) {
  const RunFolder folder(arguments.positional());
  const auto config = stored_config(folder.path(), world);
  world.together([&] {
    if (world.is_root())
      print_evidence_of(read_for_diagnosis(folder.path(), config), folder.run_file(),
                        arguments.has("json"));
  });
  return ExitCode::ok;
}

/// How the draws of the posterior predict what they haven't seen; nullopt without such examples,
/// or without draws.
std::optional<StoredPredictions> scores_of(OpenedRun& run, std::size_t most) {
  auto* const network = run.experiment.network;
  if (network == nullptr || choose_part(network->data()).name == "training") return std::nullopt;
  const auto tables = read_tables(run.folder);
  const auto draws = cold_draws(tables, most);
  if (draws.empty()) return std::nullopt;
  return predict_with(*network, run.folder, tables, {{"posterior", draws}});
}

/// Collective; the root's row is the whole one.
EvidenceRow row_of(const Arguments& arguments, const EvidenceModel& model,
                   const Communicator& world) {
  EvidenceRow row{{}, model.run, model.value};
  const auto config = stored_config(model.run, world);
  world.together([&] {
    if (world.is_root()) row.model = model_of(read_for_diagnosis(model.run, config), model.name);
  });
  if (config.has("potential")) return row;  // it has no examples, and its code needn't be loaded
  auto run = open_run(arguments, model.run, world);
  world.together([&] {
    if (world.is_root()) row.scores = scores_of(run, most_draws(arguments));
  });
  return row;
}

std::vector<EvidenceRow> ranked(std::vector<EvidenceRow> rows) {
  auto models = models_of(rows);
  rank_models(models);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].model = models[i];
  return rows;
}

/// Where configs are trained, and where the comparison is kept; "" if nothing is.
std::string folder_of(const Arguments& arguments) {
  if (arguments.has("out")) return arguments.value("out");
  for (const auto& path : arguments.positionals())
    if (std::filesystem::is_regular_file(path))
      return "runs/evidence-" + std::filesystem::path(path).stem().string();
  return "";
}

std::string result_file(const std::string& folder) { return folder + "/evidence.json"; }

void conclude(const Arguments& arguments, const std::vector<EvidenceRow>& rows,
              const std::string& folder) {
  const auto over = arguments.value("over");
  const auto json = evidence_json(rows, over.substr(0, over.find('=')));
  if (arguments.has("json"))
    print_json(json);
  else
    print(evidence_table(rows));
  if (folder.empty()) return;
  std::filesystem::create_directories(folder);
  write_whole(result_file(folder), text_of(json, 2) + "\n");
}

ExitCode compare_models(const Arguments& arguments, const std::vector<EvidenceModel>& models,
                        const std::string& folder, const Communicator& world) {
  check_models(models, world);
  world.together([&] {
    if (world.is_root() && !folder.empty())
      require_replaceable_text(result_file(folder), evidence_beginning);
  });
  std::size_t n_begun = 0;
  for (const auto& model : models) {
    ++n_begun;
    if (model.config.empty()) continue;
    if (world.is_root() && !arguments.has("quiet"))
      say(fmt::format("evidence: {} ({} of {})\n", model.name, n_begun, models.size()));
    const auto code = train_model(arguments, model, world);
    if (code != ExitCode::ok) return code;
  }
  std::vector<EvidenceRow> rows;
  for (const auto& model : models) rows.push_back(row_of(arguments, model, world));
  world.together([&] {
    if (world.is_root()) conclude(arguments, ranked(rows), folder);
  });
  return ExitCode::ok;
}

ExitCode print_evidence(const Arguments& arguments, const Communicator& world) {
  const auto folder = folder_of(arguments);
  const auto models = evidence_models_of(arguments, folder);
  if (folder.empty() && models.size() == 1) return print_evidence_of_one(arguments, world);
  return compare_models(arguments, models, folder, world);
}

constexpr const char* evidence_details =
    R"(Z is the integral of likelihood times prior. The run needs ladder.tempering = "likelihood",
t_min = 1 and t_max = inf, so that its hottest rung is the prior. Only sweeps after warm-up
count. The answer uses the energies of both rungs of every pair (Bennett's bridge); its
standard error is over all copies and sweeps, with their correlations, between rungs too, or
over replicas where these differ by more.

Beside it: stepping stones by the hotter and by the colder rung of each pair (the latter without
an error: it is too high on average), and the integral of the mean energy over beta. A warning
says which of them is more than 4 standard errors away (the integral: on top of what the distance
between rungs explains).

Several models are ranked: finished runs, or configs, which are trained first, each into a folder
below --out ([runs/evidence-NAME]), and --over trains one config with several values of a key. The
table has each model's Bayes factor against the best, its probability if all were as likely before,
and how its draws predict the test split (log_score, higher is better). A model is said not to be
ranked, and why, where its ladder hasn't been walked or temper diagnose says red. Models of
different data, split or scaling are refused. Stopped, the same command goes on; what is finished
isn't trained again. temper-report draws what stands in --out.

Examples:
  temper evidence runs/one runs/four
  temper evidence launch/examples/occam.toml --over model.layer[0].units=1,2,3,4 --out runs/occam
)";

}  // namespace

Command evidence_command() {
  std::vector<Flag> flags = {
      {"out", "FOLDER", "where configs are trained, and evidence.json is kept for temper-report"}};
  for (auto& flag : evidence_model_flags()) flags.push_back(std::move(flag));
  flags.insert(flags.end(), {draws_flag(), trust_flag(), json_flag()});
  return {"evidence",       "log Z of a model, or which of several the data prefer",
          "RUN…",           flags,
          evidence_details, print_evidence};
}

}  // namespace temper
