#include "train/init_options.h"

#include <filesystem>

#include "config/section.h"

namespace temper {

InitOptions read_init(const Section& init) {
  InitOptions options;
  options.from = init.text("from", "",
                           "weights that every replica starts from, .npz or .safetensors; or a "
                           "run, whose copies each hand over their own; \"\": at random");
  options.from_best = init.choice("state", {"last", "best"}, "last",
                                  "of a run: its last draws, or its best states") == "best";
  options.is_run = !options.from.empty() && std::filesystem::is_directory(options.from);
  return options;
}

}  // namespace temper
