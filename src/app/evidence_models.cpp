#include "app/evidence_models.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "app/planned_run.h"
#include "app/rounds.h"
#include "app/run_data.h"
#include "app/same_data.h"
#include "app/shortcuts.h"
#include "app/trusted_models.h"
#include "files/number.h"
#include "files/open_file.h"
#include "h5/raw_file.h"
#include "store/own_files.h"
#include "store/run_folder.h"
#include "train/supply_ladder.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// A key and the values that it takes, one a model.
struct Over {
  std::string key;
  std::vector<std::string> values;
};

/// At commas that stand in no list, table or string.
std::vector<std::string> split_values(const std::string& text) {
  std::vector<std::string> values(1);
  int depth = 0;
  bool is_quoted = false;
  for (const char character : text) {
    if (character == '"') is_quoted = !is_quoted;
    if (character == '[' || character == '{') ++depth;
    if (character == ']' || character == '}') --depth;
    if (character == ',' && depth == 0 && !is_quoted)
      values.emplace_back();
    else
      values.back() += character;
  }
  return values;
}

std::optional<Over> over_of(const Arguments& arguments) {
  const auto given = arguments.values("over");
  if (given.empty()) return std::nullopt;
  if (given.size() > 1) throw UsageError("evidence: --over is given twice; it takes one key");
  const auto sign = given.front().find('=');
  const bool is_pair = sign != std::string::npos && sign > 0 && sign + 1 < given.front().size();
  Over over;
  if (is_pair) over = {given.front().substr(0, sign), split_values(given.front().substr(sign + 1))};
  if (!is_pair || std::find(over.values.begin(), over.values.end(), "") != over.values.end())
    throw UsageError(
        fmt::format("evidence: --over {}: expected a key and its values, as in "
                    "model.layer[0].units=1,2,4",
                    given.front()));
  return over;
}

/// "units=3", of a key model.layer[0].units.
std::string label_of(const std::string& key, const std::string& value) {
  return key.substr(key.rfind('.') + 1) + "=" + value;
}

/// The name as a file can have it.
std::string file_name_of(std::string name) {
  for (char& character : name)
    if (!std::isalnum(static_cast<unsigned char>(character)) && character != '.' &&
        character != '_')
      character = '-';
  return name;
}

EvidenceModel model_of_run(const std::string& path) {
  const auto folder = fs::path(path).lexically_normal();
  const auto name = folder.has_filename() ? folder.filename() : folder.parent_path().filename();
  RunFolder(path).require_run();
  return {name.string(), path, ""};
}

/// One model, or one for each value of --over.
std::vector<EvidenceModel> models_of_config(const std::string& path, const Arguments& arguments,
                                            const std::string& folder) {
  const auto over = over_of(arguments);
  const auto stem = fs::path(path).stem().string();
  const auto given = overrides_of(arguments);
  if (!over) return {{stem, folder + "/" + file_name_of(stem), path, given}};
  std::vector<EvidenceModel> models;
  for (const auto& value : over->values) {
    auto name = label_of(over->key, value);
    if (arguments.positionals().size() > 1) name = fmt::format("{} {}", stem, name);
    models.push_back({name, folder + "/" + file_name_of(name), path, given, parse_number(value)});
    models.back().overrides.push_back({over->key, value, "--over"});
  }
  return models;
}

void require_own_names(const std::vector<EvidenceModel>& models) {
  std::set<std::string> names;
  for (const auto& model : models)
    if (!names.insert(file_name_of(model.name)).second)
      throw UsageError(fmt::format(
          "evidence: two models are called {}; give runs and configs names of their own",
          model.name));
}

std::string data_path_of(const EvidenceModel& model) {
  return data_beside(Config::load(model.config, model.overrides), model.config);
}

/// What its config leaves open of kernel, ladder and length is a ladder to the prior.
Experiment experiment_of(const EvidenceModel& model, const Communicator& world) {
  const Supplement supplement = [](Config& open, const Dataset& data) {
    supply_ladder(open, tempering_to_the_prior(data, open));
  };
  auto experiment = build_experiment(Config::load(model.config, model.overrides), world, supplement,
                                     data_path_of(model));
  if (experiment.ladder.tempering != Tempering::likelihood)
    throw UsageError(
        fmt::format("evidence: {}: ladder.tempering is \"posterior\", which leads to no "
                    "known density; set it to \"likelihood\", and ladder.t_max = inf",
                    model.config));
  return experiment;
}

/// What was asked for stands beside the run: where a plan chose the rest, the run itself can't say.
void require_same_config(const EvidenceModel& model, const std::string& asked,
                         const Communicator& world) {
  world.together([&] {
    if (!world.is_root()) return;
    const auto file = model.run + ".toml";
    if (fs::exists(file) && read_file(file) != asked)
      throw UsageError(fmt::format(
          "evidence: {} is for another config, {}, which may be yours; give another --out, or move "
          "both",
          model.run, file));
    require_place_for_text(file);
    fs::create_directories(fs::path(model.run).parent_path());
    write_whole(file, asked);
  });
}

}  // namespace

std::vector<Flag> evidence_model_flags() {
  std::vector<Flag> flags = {
      {"over", "KEY=A,B,…", "a config once with each of these values: model.layer[0].units=1,2,4"},
      {"quiet", "", "no progress of training"}};
  for (const auto& flag : shortcut_flags())
    if (flag.name == "set" || flag.name == "budget") flags.push_back(flag);
  return flags;
}

std::vector<EvidenceModel> evidence_models_of(const Arguments& arguments,
                                              const std::string& folder) {
  std::vector<EvidenceModel> models;
  for (const auto& path : arguments.positionals()) {
    if (!fs::is_regular_file(path)) {
      models.push_back(model_of_run(path));
      continue;
    }
    const auto of_config = models_of_config(path, arguments, folder);
    models.insert(models.end(), of_config.begin(), of_config.end());
  }
  require_own_names(models);
  return models;
}

void check_models(const std::vector<EvidenceModel>& models, const Communicator& world) {
  std::vector<LearnedData> data;
  for (const auto& model : models) {
    if (!model.config.empty()) {
      data.push_back(data_of(model.name, experiment_of(model, world)));
    } else {
      LearnedData of_run;
      world.together([&] { of_run = data_of(RunFolder(model.run)); });
      data.push_back(std::move(of_run));
    }
    require_same_data(data.front(), data.back());
  }
}

ExitCode train_model(const Arguments& arguments, const EvidenceModel& model,
                     const Communicator& world) {
  auto experiment = experiment_of(model, world);
  trust_model(experiment.config, world);
  require_same_config(model, experiment.config.resolved(/*comments=*/false), world);
  const bool exists = run_exists(model.run, world);
  const auto start = exists ? Start::resume : Start::fresh;
  const Freedom freedom{.is_sparing = !experiment.run.budget.is_given()};  // no narrower ladder
  const auto plan = settle(arguments, experiment, {model.run, exists, start, data_path_of(model)},
                           freedom, world);
  SessionOptions options{model.run,        start, choose_display(arguments.has("quiet")),
                         arguments.line(), "",    plan};
  options.has_summary = false;
  return run_rounds(experiment, options, world);
}

}  // namespace temper
