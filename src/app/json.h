#pragma once
// --json: what a command answers, for programs.

#include <nlohmann/json.hpp>

#include "app/arguments.h"

namespace temper {

/// Keys stay in the order in which they were given.
using Json = nlohmann::ordered_json;

Flag json_flag();

/// To standard output, indented. Numbers that aren't finite become null.
void print_json(const Json& json);

}  // namespace temper
