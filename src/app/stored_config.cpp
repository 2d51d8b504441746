#include "app/stored_config.h"

#include "store/run_folder.h"
#include "store/same_run.h"

namespace temper {

Config stored_config(const std::string& folder, const Communicator& world,
                     const std::vector<Override>& overrides) {
  const RunFolder run(folder);
  std::string text;
  world.together([&] {
    if (world.is_root()) text = open_run_file(run).text_attribute("config");
  });
  return Config::parse(world.broadcast(text), run.run_file(), overrides);
}

}  // namespace temper
