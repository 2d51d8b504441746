// temper inspect: what is in a run, where it stands and whether it is whole; or, given a config,
// what the run will take.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "app/commands.h"
#include "app/json.h"
#include "app/run_data.h"
#include "base/number_text.h"
#include "base/output.h"
#include "base/printable.h"
#include "diagnosis/diagnosis_file.h"
#include "h5/raw_file.h"
#include "potential/objective.h"
#include "report/rung_table.h"
#include "store/pack.h"
#include "store/run_reader.h"
#include "store/same_run.h"
#include "store/summary.h"
#include "store/verify.h"
#include "tempering/barrier.h"
#include "train/describe.h"
#include "train/plan.h"
#include "train/what_was_read.h"

namespace temper {
namespace {

std::string state_text(const RunSummary& run) {
  if (run.writer) return "running (" + *run.writer + ")";
  return run.is_finished() ? "finished" : "stopped; go on with temper resume";
}

std::string attribute_text(const RunSummary& run, const std::string& name) {
  for (const auto& attribute : run.attributes)
    if (attribute.name == name)
      if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
  return "";
}

/// What the objective leaves out of U + V; 0 of runs that don't say it.
double prior_constant_of(const RunSummary& run) {
  for (const auto& attribute : run.attributes)
    if (attribute.name == "prior_constant")
      if (const auto* constant = std::get_if<double>(&attribute.value)) return *constant;
  return 0;
}

/// The data set, or the potential with the file that it is made of, if there is one.
std::string target_line(const RunSummary& run) {
  if (const auto data = attribute_text(run, "data_name"); !data.empty())
    return "data        " + data;
  const auto config = Config::parse(attribute_text(run, "config"), "config");
  auto line = "potential   " + config.section("potential").text("type", "", "");
  if (const auto file = attribute_text(run, "model_file"); !file.empty())
    line += ", " + printable(file);
  return line;
}

std::string summary_page(const std::string& path, const RunSummary& run) {
  return fmt::format(
      "run         {}\nstate       {}\nsweeps      {} of {} committed ({} warm-up)\n"
      "draws       {} of each replica\nreplicas    {} rungs, {} cop{}\nparameters  {}\n"
      "{}\nsize        {}\nwritten by  temper {} ({}, {}, {})\nverdict     {}\n",
      path, state_text(run), run.committed, run.total_sweeps(), run.n_warmup, run.n_draws,
      run.n_rungs, run.n_copies, run.n_copies == 1 ? "y" : "ies", run.n_parameters,
      target_line(run), in_units(run.bytes), attribute_text(run, "temper_version"),
      attribute_text(run, "commit"), attribute_text(run, "compiler"), attribute_text(run, "simd"),
      stored_verdict(path, run.committed));
}

/// The state of lowest objective among all replicas; "" before there is one, or if a file of draws
/// can't be read: what is damaged, --verify tells.
std::string best_line(const RunFolder& folder, const RunSummary& run) try {
  std::vector<float> theta(run.n_parameters);
  std::optional<StoredBest> best;
  std::uint32_t where = 0;
  const auto groups = draws_groups_of(ReadFile(folder.run_file()));
  for (std::uint32_t replica = 0; replica < run.n_rungs * run.n_copies; ++replica) {
    const auto found = DrawsReader(folder, groups, replica).read_best(run.committed, theta);
    if (!found || (best && best->objective <= found->objective)) continue;
    best = found;
    where = replica;
  }
  if (!best) return "";
  return fmt::format("best        objective {} nats ({}), replica {}, sweep {}\n",
                     number_text(best->objective - prior_constant_of(run)), objective_name, where,
                     best->sweep);
} catch (const IoError&) {
  return "";
}

/// Mean rejection of each pair since the last adaptation of the ladder: of kept sweeps, once there
/// are any.
RejectionRates rejection_of(const StoredTables& tables) {
  RejectionRates rejection(tables.n_rungs);
  const auto n_pairs = tables.n_rungs - 1, width = tables.n_copies * n_pairs;
  const auto kept = tables.committed > tables.n_warmup ? tables.n_warmup : 0;
  for (auto sweep = std::max(tables.round_first_sweep.back(), kept); sweep < tables.committed;
       ++sweep)
    for (std::size_t i = 0; i < width; ++i) {
      const double accept_prob = tables.accept_prob[sweep * width + i];
      if (!std::isnan(accept_prob))
        rejection.add({{0, static_cast<std::uint32_t>(i % n_pairs), accept_prob, false}});
    }
  return rejection;
}

/// The last committed sweep with energies, or the first.
std::uint64_t last_with_energy(const StoredTables& tables) {
  auto sweep = tables.committed - 1;
  while (sweep > 0 && std::isnan(tables.energy[sweep * tables.n_replicas()])) --sweep;
  return sweep;
}

/// The first copy's ladder as it stood there.
std::string ladder_page(const StoredTables& tables) {
  if (tables.committed == 0) return "";
  const auto last = last_with_energy(tables);
  Ladder ladder;
  ReplicaAt replica_at;
  const auto round = tables.round_first_sweep.size() - 1;
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung) {
    ladder.temperature.push_back(1 / tables.beta[round * tables.n_rungs + rung]);
    replica_at.push_back(tables.replica_on(rung, 0, last));
  }
  const auto* energies = tables.energy.data() + last * tables.n_replicas();
  Snapshot snapshot;
  snapshot.ladder = &ladder;
  snapshot.replica_at = &replica_at;
  snapshot.energy.assign(energies, energies + tables.n_replicas());
  snapshot.rejection = rejection_of(tables).rates();
  std::string page = "\n";
  for (const auto& row : rung_table(snapshot, most_rungs_of_a_page)) page += row + "\n";
  return page;
}

void print_verification(const VerifyReport& report) {
  for (const auto& line : report.whole) print(fmt::format("whole    {}\n", line));
  for (const auto& line : report.notes) print(fmt::format("note     {}\n", printable(line)));
  for (const auto& line : report.damaged) print(fmt::format("DAMAGED  {}\n", printable(line)));
}

ExitCode verify_archive(const std::string& path) {
  verify_packed(RunFolder(path));
  print("\nevery checksum of the archive is right\n");
  return ExitCode::ok;
}

void print_summary(const std::string& path) {
  const RunFolder folder(path);
  const auto run = summarise_run(path);
  const auto best = is_packed(folder) ? "" : best_line(folder, run);
  const auto page = summary_page(path, run) + best + "\n" + attribute_text(run, "what_was_read");
  print(printable(page) + ladder_page(read_tables(folder)));
}

Json json_of(const AttributeValue& value) {
  return std::visit([](const auto& any) { return Json(any); }, value);
}

Json json_of(const std::string& path, const RunSummary& run) {
  Json json = {{"run", path},
               {"state", run.writer          ? "running"
                         : run.is_finished() ? "finished"
                                             : "stopped"},
               {"committed", run.committed},
               {"n_warmup", run.n_warmup},
               {"n_sweeps", run.n_sweeps},
               {"n_draws", run.n_draws},
               {"n_rungs", run.n_rungs},
               {"n_copies", run.n_copies},
               {"n_parameters", run.n_parameters},
               {"bytes", run.bytes},
               {"checkpoint_sweeps", run.checkpoint_sweeps},
               {"attributes", Json::object()}};
  for (const auto& attribute : run.attributes)
    json["attributes"][attribute.name] = json_of(attribute.value);
  return json;
}

/// The ladder in force: temperature, step size and rejection of the pair above, by rung.
Json ladder_json(const StoredTables& tables) {
  auto rungs = Json::array();
  if (tables.committed == 0) return rungs;
  const auto round = tables.round_first_sweep.size() - 1;
  const auto rejection = rejection_of(tables).rates();
  const auto last = last_with_energy(tables);
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung) {
    const auto i = round * tables.n_rungs + rung;
    const auto replica = tables.replica_on(rung, 0, last);
    rungs.push_back({{"beta", tables.beta[i]},
                     {"step_size", tables.step_size[i]},
                     {"replica", replica},
                     {"energy", tables.energy[last * tables.n_replicas() + replica]}});
    if (rung + 1 < tables.n_rungs) rungs.back()["acceptance"] = 1 - rejection[rung];
  }
  return rungs;
}

Json verification_json(const std::string& path, ExitCode& code) {
  if (is_packed(RunFolder(path))) {
    verify_packed(RunFolder(path));
    return {{"is_whole", true}};
  }
  const auto report = verify_run(path);
  code = report.is_whole() ? ExitCode::ok : ExitCode::io;
  return {{"is_whole", report.is_whole()},
          {"whole", report.whole},
          {"notes", report.notes},
          {"damaged", report.damaged}};
}

ExitCode inspect_as_json(const std::string& path, bool verify) {
  auto code = ExitCode::ok;
  auto json = json_of(path, summarise_run(path));
  json["ladder"] = ladder_json(read_tables(RunFolder(path)));
  if (verify) json["verification"] = verification_json(path, code);
  print_json(json);
  return code;
}

/// What is damaged may be what the summary reads: then the verification tells what is left.
void print_summary_if_readable(const std::string& path) {
  try {
    print_summary(path);
  } catch (const IoError& error) {
    print(printable(error.what()) + "\n");
  }
}

ExitCode inspect_run(const std::string& path, bool verify) {
  if (!verify) {
    print_summary(path);
    return ExitCode::ok;
  }
  print_summary_if_readable(path);
  if (is_packed(RunFolder(path))) return verify_archive(path);
  const auto report = verify_run(path);
  print("\n");
  print_verification(report);
  print(fmt::format("{}\n", report.is_whole() ? "every checksum is right" : "the run is damaged"));
  return report.is_whole() ? ExitCode::ok : ExitCode::io;
}

std::string prediction_page(const std::string& path, const RunDescription& description) {
  return fmt::format(
      "config      {}\nreplicas    {} of {} parameters\nsweeps      {} ({} warm-up)\n"
      "draws       {} of each replica\ndisk        {}\nmemory      {} for all replicas\n",
      path, description.n_replicas(), description.n_parameters, description.total_sweeps(),
      description.n_warmup, description.n_draws(), in_units(predicted_bytes(description)),
      in_units(replica_bytes(description) * description.n_replicas()));
}

Json prediction_json(const std::string& path, const RunDescription& description) {
  return {{"config", path},
          {"n_replicas", description.n_replicas()},
          {"n_parameters", description.n_parameters},
          {"n_warmup", description.n_warmup},
          {"n_sweeps", description.n_sweeps},
          {"n_draws", description.n_draws()},
          {"disk_bytes", predicted_bytes(description)},
          {"memory_bytes", replica_bytes(description) * description.n_replicas()}};
}

/// What a run of this config would take. Collective.
void print_prediction(const std::string& path, bool as_json, const Communicator& world) {
  auto config = Config::load(path, {});
  const auto beside = data_beside(config, path);
  auto experiment = build_experiment(std::move(config), world, {}, beside);
  std::string planned;
  if (experiment.needs_plan()) {
    const auto plan = make_plan(experiment, freedom_of_file(experiment), world);
    planned = plan.text;
    experiment = rebuild_experiment(std::move(experiment), plan.decisions);
  }
  const auto description = describe(experiment);
  if (!world.is_root()) return;
  if (as_json) {
    auto json = prediction_json(path, description);
    json["plan"] = planned;
    json["what_was_read"] = what_was_read(experiment);
    return print_json(json);
  }
  print(planned + prediction_page(path, description) + "\n" + what_was_read(experiment));
}

ExitCode inspect(const Arguments& arguments, const Communicator& world) {
  const auto& path = arguments.positional();
  if (std::filesystem::path(path).extension() == ".toml") {
    print_prediction(path, arguments.has("json"), world);
    return ExitCode::ok;
  }
  auto code = ExitCode::ok;
  world.together([&] {
    if (!world.is_root()) return;
    const auto inspects = arguments.has("json") ? inspect_as_json : inspect_run;
    code = inspects(path, arguments.has("verify"));
  });
  return code;
}

}  // namespace

Command inspect_command() {
  return {"inspect",
          "what is in a run, is it whole, where does it stand; or what a config will take",
          "RUN|CONFIG.toml",
          {{"verify", "", "check every checksum; exit 74 if anything is damaged"}, json_flag()},
          "Works while the run goes on.\n",
          inspect};
}

}  // namespace temper
