#pragma once
// The verbs of the program. Each is made in a file of its own.

#include <vector>

#include "app/arguments.h"

namespace temper {

Command train_command();
Command resume_command();
Command compare_command();
Command evaluate_command();
Command predict_command();
Command landscape_command();
Command inspect_command();
Command diagnose_command();
Command evidence_command();
Command export_command();
Command pack_command();
Command list_command();
Command doctor_command();
Command completion_command();

/// All of them, in the order in which `temper --help` lists them.
const std::vector<Command>& commands();

/// nullptr if there is no such verb.
const Command* find_command(const std::string& name);

}  // namespace temper
