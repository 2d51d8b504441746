#include "app/stored_config.h"

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
  std::string text;
  world.together([&] {
    if (world.is_root()) text = decided_config(open_run_file(run));
  });
  return Config::parse(world.broadcast(text), run.run_file(), overrides);
}

}  // namespace temper
