#include "app/stored_config.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "base/program_name.h"
#include "store/run_folder.h"
#include "store/same_run.h"

namespace temper {
namespace {

/// The config of a run. Those of 0.1.0 say "auto" of rungs, and not what a pilot found.
std::string decided_config(const ReadFile& run) {
  auto text = run.text_attribute("config");
  const std::string open = "rungs = \"auto\"";
  if (const auto at = text.find(open); at != std::string::npos)
    text.replace(at, open.size(), "rungs = " + std::to_string(run.integer_attribute("n_rungs")));
  return text;
}

}  // namespace

Config stored_config(const std::string& folder, const Communicator& world,
                     const std::vector<Override>& overrides) {
  const RunFolder run(folder);
  std::string text, maker;
  world.together([&] {
    if (!world.is_root()) return;
    const auto file = open_run_file(run);
    text = decided_config(file);
    if (file.attribute("program")) maker = file.text_attribute("program");
  });
  maker = world.broadcast(maker);
  const bool is_ours = maker.empty() || maker == program_name();
  // What another program has, a potential of its own say, this one refuses as unknown.
  const auto note = is_ours ? "" : " (made by the program " + maker + ")";
  return Config::parse(world.broadcast(text), run.run_file() + note, overrides);
}

void require_stored_size(const std::string& folder, std::size_t n_parameters) {
  const auto stored = open_run_file(RunFolder(folder)).integer_attribute("n_parameters");
  if (stored != n_parameters)
    throw IoError(fmt::format(
        "{}: its config describes {} parameters, but its draws have {}: the run is damaged, or "
        "its files are of different runs",
        folder, n_parameters, stored));
}

}  // namespace temper
