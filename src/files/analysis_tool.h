#pragma once
// Commands of the analysis package, which do what Python's libraries do better.

#include <string>
#include <vector>

namespace temper {

/// Where such a command is: beside this program, in the .venv of its folder or of one above it, as
/// launch/setup makes it, or on the PATH. @returns "" if it is nowhere
std::string find_analysis_tool(const std::string& name);

/// What to say if it is nowhere. @param extra  of the analysis package, with which it comes
std::string missing_tool_text(const std::string& name, const std::string& extra);

/// Runs a command to its end. Throws IoError if it can't be started.
/// @param words   the path of an executable, and its arguments
/// @param output  where its standard output goes; nullptr: where this program's goes
/// @returns what waitpid says of it
int run_and_wait(std::vector<std::string> words, std::string* output = nullptr);

}  // namespace temper
