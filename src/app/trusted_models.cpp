#include "app/trusted_models.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/errors.h"
#include "base/printable.h"
#include "store/run_folder.h"
#include "store/same_run.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// The code that the config loads: the path of a library or "path/of/file.py:object". A module is
/// looked for from where temper is started, so that counts, too. "": it loads none.
std::string model_of(const Config& config) {
  if (!config.has("potential")) return "";
  const auto section = config.section("potential");
  for (const char* key : {"library", "function"}) {
    if (!section.has(key)) continue;
    std::error_code error;
    const auto path = fs::absolute(section.text(key, "", ""), error);
    const auto plain = fs::weakly_canonical(path, error);
    return error ? path.string() : plain.string();
  }
  return "";
}

/// "" where there is no home.
fs::path list_of_trusted() {
  const char* state = std::getenv("XDG_STATE_HOME");
  if (state && *state) return fs::path(state) / "temper" / "trusted-models";
  const char* home = std::getenv("HOME");
  return home && *home ? fs::path(home) / ".local/state/temper/trusted-models" : fs::path();
}

bool is_trusted(const std::string& model) {
  std::ifstream file(list_of_trusted());
  for (std::string line; std::getline(file, line);)
    if (line == model) return true;
  return false;
}

void add_to_list(const std::string& model) {
  const auto path = list_of_trusted();
  if (path.empty() || model.find('\n') != std::string::npos || is_trusted(model)) return;
  std::error_code error;  // where it can't be kept, the flag is asked for again
  fs::create_directories(path.parent_path(), error);
  std::ofstream(path, std::ios::app) << model + "\n";
}

/// A library, "file.py:object", or "module:object" of a module beside.
bool model_exists(const std::string& model) {
  const auto place = model.substr(0, model.rfind(':'));
  std::error_code error;
  return fs::exists(model, error) || fs::exists(place, error) || fs::exists(place + ".py", error);
}

/// Relative paths are those of where the run was begun: from elsewhere they lead astray.
void require_model_there(const std::string& model, const std::string& folder) {
  const auto run = open_run_file(RunFolder(folder));
  if (!run.attribute("model_file")) return;
  const auto begun_with = run.text_attribute("model_file");
  std::error_code error;
  if (model_exists(model) || !fs::exists(begun_with, error)) return;
  throw UsageError(fmt::format(
      "{}: there is no {}; the run was begun with {}: start temper from where it was begun then",
      printable(folder), printable(model), printable(begun_with)));
}

}  // namespace

Flag trust_flag() {
  return {"trust-model", "", "load the library or Python function that the run's config names"};
}

void trust_model(const Config& config, const Communicator& world) {
  const auto model = model_of(config);
  if (world.is_root() && !model.empty()) add_to_list(model);
}

void require_trusted_model(const Arguments& arguments, const Config& stored,
                           const std::string& folder, const Communicator& world) {
  const auto model = model_of(stored);
  if (model.empty()) return;
  world.together([&] {
    if (world.is_root()) require_model_there(model, folder);
  });
  if (arguments.has("trust-model")) return trust_model(stored, world);
  world.together([&] {
    if (!world.is_root() || is_trusted(model)) return;
    throw UsageError(fmt::format(
        "{}: its config loads {}, code that you have not trained with before, and would run it as "
        "you; if you know whose it is, say so once: --trust-model",
        printable(folder), printable(model)));
  });
}

}  // namespace temper
