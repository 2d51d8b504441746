// temper doctor: what would go wrong here, before it does; and what to do.

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>

#include "app/commands.h"
#include "app/json.h"
#include "app/run_data.h"
#include "base/output.h"
#include "base/pattern.h"
#include "comm/mpi_library.h"
#include "data/shared_layout.h"
#include "doctor/examine.h"
#include "h5/hdf5_library.h"
#include "potential/own_potential.h"
#include "train/describe.h"

namespace temper {
namespace {

constexpr const char* doctor_details =
    "Looks at MPI and its launcher, cores, memory, the folder of the run, and at whether all hosts\n"
    "have the same program, instructions and time. With a config also at whether the run fits:\n"
    "replicas, memory, room on disk, and the same data on all hosts; at a model of your own,\n"
    "whether it is finite, says the same twice, and has the gradient that it says. Start it as the\n"
    "run is to be started:\n\n"
    "  mpirun -n 16 temper doctor run.toml --out runs/first\n"
    "  temper doctor --set potential.type=plugin --set potential.library=mine.so\n\n"
    "Exit code 0 if a run would work, 64 if not; what is only doubtful is said and costs "
    "nothing.\n";

/// "Open MPI 4.1.4" of the mpirun that the PATH has; "" if there is none.
std::string mpirun_of_path() {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen("mpirun --version 2>/dev/null", "r"),
                                                   pclose);
  std::string text;
  std::array<char, 256> line{};
  while (pipe && fgets(line.data(), line.size(), pipe.get())) text += line.data();
  const auto open_mpi = Pattern("\\((Open MPI|OpenRTE|PRRTE)\\) ([0-9.]+)").find_in(text);
  if (!open_mpi.empty()) return "Open MPI " + open_mpi[2];
  const auto mpich = Pattern("Version:[[:space:]]*([0-9.]+)").find_in(text);
  if (!mpich.empty()) return "MPICH " + mpich[1];
  return text.substr(0, text.find('\n'));
}

Installation look_at_installation(const Communicator& world) {
  return {mpi_of_headers(), world.broadcast(world.is_root() ? mpirun_of_path() : ""),
          hdf5_of_headers(), hdf5_of_library(), launched_ranks()};
}

/// Of a user's own model: what its check came to, which has passed if the experiment was built.
void add_model(const Experiment& experiment, Symptoms& findings) {
  const auto* const own = dynamic_cast<const OwnPotential*>(experiment.potential.get());
  if (own == nullptr) return;
  const auto label = own->model().label();
  if (!experiment.config.section("potential").flag("check", true, "")) {
    findings.push_back({"potential", Health::doubtful, label + ": not checked",
                        "leave potential.check = false out, here at least"});
    return;
  }
  findings.push_back(
      {"potential", Health::good,
       fmt::format("{}: {} parameters; at two starting points energies are finite and the same "
                   "again, and gradients agree with differences",
                   label, own->dim()),
       ""});
  for (const auto& note : own->notes())
    findings.push_back({"potential", Health::doubtful, note,
                        "sum in the same order each time, if runs shall be the same to the bit"});
}

/// What the config's run needs; a config or data that a run would refuse is a finding.
Needs needs_of(const Arguments& arguments, const Communicator& world, Symptoms& findings) {
  const auto& path = arguments.positional();
  if (path.empty() && !arguments.has("set")) return {};
  std::vector<Override> overrides;
  for (const auto& text : arguments.values("set")) overrides.push_back(Override::parse(text));
  try {
    auto config = Config::load(path, overrides);
    const auto beside = data_beside(config, path);
    auto experiment = build_experiment(std::move(config), world, {}, beside);
    const auto description = describe(experiment);
    findings.push_back({"config", Health::good, path.empty() ? "--set" : path, ""});
    add_model(experiment, findings);
    if (experiment.data)
      findings.push_back({"data", Health::good,
                          fmt::format("{}, the same on all hosts", experiment.data->name), ""});
    return {experiment.n_replicas(), replica_bytes(description),
            experiment.data ? shared_bytes(*experiment.data) : 0, predicted_bytes(description),
            description.draws_groups().n_files()};
  } catch (const Error& error) {
    findings.push_back({error.code() == ExitCode::data ? "data" : "config", Health::bad,
                        error.what(), "mend it as the message says; a run would stop there"});
  }
  return {};
}

const char* word_for(Health health) {
  switch (health) {
    case Health::good:
      return "ok";
    case Health::doubtful:
      return "warning";
    case Health::bad:
      return "error";
  }
  return "";
}

std::string as_text(const Symptoms& findings) {
  std::string text;
  for (const auto& finding : findings) {
    text += fmt::format("{:<8} {:<14} {}\n", word_for(finding.health), finding.topic, finding.text);
    if (!finding.advice.empty()) text += fmt::format("{:<8} {:<14} → {}\n", "", "", finding.advice);
  }
  return text;
}

Json as_json(const Symptoms& findings, const std::vector<RankFacts>& ranks) {
  Json items = Json::array();
  for (const auto& finding : findings)
    items.push_back({{"topic", finding.topic},
                     {"level", word_for(finding.health)},
                     {"text", finding.text},
                     {"advice", finding.advice}});
  return {{"ranks", ranks.size()}, {"hosts", hosts_of(ranks)}, {"findings", std::move(items)}};
}

void append(Symptoms& all, const Symptoms& more) {
  all.insert(all.end(), more.begin(), more.end());
}

ExitCode doctor(const Arguments& arguments, const Communicator& world) {
  const auto installation = look_at_installation(world);
  const auto ranks = gather_facts(look_at_rank(world), world);
  Symptoms findings = examine_installation(installation, ranks);
  append(findings, examine_hosts(ranks));
  const auto needs = needs_of(arguments, world, findings);
  append(findings, examine_ranks(ranks, needs));
  append(findings, examine_memory(ranks, needs));
  bool is_bad = false;
  if (world.is_root()) {
    const auto folder = look_at_folder(arguments.value("out", "runs"));
    append(findings, examine_folder(folder, needs, hosts_of(ranks).size()));
    arguments.has("json") ? print_json(as_json(findings, ranks)) : print(as_text(findings));
    for (const auto& finding : findings) is_bad = is_bad || finding.health == Health::bad;
  }
  return world.broadcast(is_bad ? "bad" : "").empty() ? ExitCode::ok : ExitCode::usage;
}

}  // namespace

Command doctor_command() {
  return {"doctor",
          "what would go wrong here, before it does, and what to do",
          "[CONFIG.toml]",
          {{"out", "RUN", "folder that the run shall have [runs]"},
           {"set", "KEY=VALUE", "any key of the config; may be given again"},
           json_flag()},
          doctor_details,
          doctor};
}

}  // namespace temper
