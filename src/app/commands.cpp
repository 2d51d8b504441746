#include "app/commands.h"

#include <algorithm>

namespace temper {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      train_command(),   resume_command(),    compare_command(),  evaluate_command(),
      predict_command(), evidence_command(),  diagnose_command(), landscape_command(),
      inspect_command(), export_command(),    pack_command(),     list_command(),
      doctor_command(),  completion_command()};
  return all;
}

const Command* find_command(const std::string& name) {
  const auto& all = commands();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace temper
