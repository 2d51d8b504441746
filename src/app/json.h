#pragma once
// --json: what a command answers, for programs.

#include "app/arguments.h"
#include "files/json.h"

namespace temper {

Flag json_flag();

/// To standard output, indented.
void print_json(const Json& json);

}  // namespace temper
