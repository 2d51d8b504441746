#include "app/run_data.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include "app/stored_config.h"
#include "app/trusted_models.h"
#include "data/fingerprint.h"
#include "data/source.h"
#include "store/run_folder.h"
#include "store/same_run.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// What the run says of its data. Of runs that are older than these attributes, "" and 0.
struct StoredData {
  std::string path;  ///< absolute; "" for a set by name
  std::uint64_t checksum = 0;
  std::string fingerprint;
};

std::string text_of(const ReadFile& run, const std::string& name) {
  return run.attribute(name) ? run.text_attribute(name) : "";
}

StoredData read_stored_data(const RunFolder& folder) {
  const auto run = open_run_file(folder);
  StoredData stored{text_of(run, "data_path"), 0, text_of(run, "data_fingerprint")};
  if (run.attribute("data_checksum")) stored.checksum = run.integer_attribute("data_checksum");
  return stored;
}

bool is_there(const fs::path& path) {
  std::error_code unreadable;
  return fs::exists(path, unreadable);
}

/// Where a file lies now; "" for where the config says.
std::string locate(const StoredData& stored, const std::string& source, const fs::path& folder) {
  if (stored.path == "-")
    throw DataError(folder.string() +
                    ": the run read its data from standard input; say where they are: --data PATH");
  if (stored.path.empty() || is_there(stored.path)) return stored.path;
  if (is_there(source)) return "";
  const auto name = fs::path(stored.path).filename();
  std::vector<fs::path> places = {folder / name, folder.parent_path() / name};
  if (const char* const data = std::getenv("TEMPER_DATA"))
    places.insert(places.begin(), data / name);
  for (const auto& place : places)
    if (is_there(place)) return place.string();
  throw DataError(
      fmt::format("{}: its data were {}, where there is nothing now; say where they are: "
                  "--data PATH",
                  folder.string(), stored.path));
}

/// The checksum is of standardised numbers, which don't tell a target in other units; the
/// fingerprint is of those in the file.
void require_same_data(const StoredData& stored, const Dataset& data, const std::string& folder) {
  if (stored.checksum == 0) return;
  std::string change;
  if (!stored.fingerprint.empty())
    change = difference(fingerprint_of_json(stored.fingerprint, folder),
                        fingerprint_of_json(data.fingerprint, data.name));
  if (stored.checksum == data.checksum && change.empty()) return;
  throw DataError(fmt::format(
      "{}: isn't what the run in {} was begun with: {}; give the file as it was (--data PATH)",
      data.path.empty() ? data.name : data.path, folder,
      change.empty() ? "it is split or scaled otherwise" : change));
}

/// What the config describes, with the run's own data.
Experiment build(const Arguments& arguments, Config config, const std::string& folder,
                 const Communicator& world) {
  if (config.has("potential")) return build_experiment(std::move(config), world);
  StoredData stored;
  std::string path = arguments.value("data");
  world.together([&] {
    if (!world.is_root()) return;
    stored = read_stored_data(RunFolder(folder));
    const auto source = config.section("data").text("source", "", "");
    if (path.empty()) path = locate(stored, source, folder);
  });
  path = world.broadcast(path);
  // Before anything is built from them: other data may not fit the config, and that isn't the
  // point.
  const Supplement check = [&](Config&, const Dataset& data) {
    world.together([&] {
      if (world.is_root()) require_same_data(stored, data, folder);
    });
  };
  return build_experiment(std::move(config), world, check, path);
}

}  // namespace

Flag data_flag() { return {"data", "PATH", "where the run's data lie now; they must be the same"}; }

Experiment reopen(const Arguments& arguments, const std::string& folder, const Communicator& world,
                  const std::vector<Override>& overrides) {
  auto config = stored_config(folder, world, overrides);
  require_trusted_model(arguments, config, folder, world);
  auto experiment = build(arguments, std::move(config), folder, world);
  world.together([&] {
    if (world.is_root()) require_stored_size(folder, experiment.potential->dim());
  });
  return experiment;
}

OpenedRun open_run(const Arguments& arguments, const std::string& path, const Communicator& world) {
  return {RunFolder(path), reopen(arguments, path, world)};
}

std::string data_beside(const Config& config, const std::string& config_path) {
  if (config_path.empty() || !config.has("data")) return "";
  const auto source = config.section("data").text("source", "", "");
  if (source.empty() || is_known_set(source) || is_there(source)) return "";
  const auto beside = fs::path(config_path).parent_path() / source;
  return is_there(beside) ? beside.string() : "";
}

}  // namespace temper
