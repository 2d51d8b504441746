// temper export: a run's network for other tools, by the analysis package's temper-export.

#include <fmt/format.h>
#include <sys/wait.h>

#include <utility>

#include "app/commands.h"
#include "files/analysis_tool.h"

namespace temper {
namespace {

constexpr const char* exporter = "temper-export";

std::string find_exporter() {
  if (auto found = find_analysis_tool(exporter); !found.empty()) return found;
  throw UsageError("export: " + missing_tool_text(exporter, "export"));
}

std::vector<std::string> words_for(const Arguments& arguments) {
  std::vector<std::string> words = {find_exporter(), arguments.positional()};
  for (const auto& [flag, theirs] : {std::pair("draw", "--draw"), {"to", "--to"}, {"out", "-o"}})
    if (arguments.has(flag)) words.insert(words.end(), {theirs, arguments.value(flag)});
  return words;
}

ExitCode export_run(const Arguments& arguments, const Communicator& world) {
  auto code = ExitCode::ok;
  world.together([&] {
    if (!world.is_root()) return;
    const int status = run_and_wait(words_for(arguments));
    if (WIFSIGNALED(status))
      throw IoError(fmt::format("{}: ended by signal {}", exporter, WTERMSIG(status)));
    if (WEXITSTATUS(status) != 0)  // it has said why
      code = WEXITSTATUS(status) == static_cast<int>(ExitCode::io) ? ExitCode::io : ExitCode::usage;
  });
  return code;
}

constexpr const char* export_details =
    "DRAW is best (lowest U + V), cold (last draw of rung 0) or posterior:20 (as many draws of\n"
    "rung 0). FORMAT is npz, safetensors, torch (a module and its state_dict) or onnx (one graph,\n"
    "which averages over several draws). Inputs are in the data's own units.\n"
    "It is the work of temper-export, of the analysis package.\n";

}  // namespace

Command export_command() {
  return {"export",
          "a run's network, or an ensemble, for PyTorch, ONNX, numpy or safetensors",
          "RUN",
          {{"draw", "DRAW", "which parameters [best]"},
           {"to", "FORMAT", "for which tool [npz]"},
           {"out", "FILE", "without its ending [RUN/DRAW]"}},
          export_details,
          export_run};
}

}  // namespace temper
