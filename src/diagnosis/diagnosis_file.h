#pragma once
// A diagnosis as JSON, printed and kept in the run: FORMAT.md says what is in it.

#include <string>

#include "diagnosis/diagnosis.h"

namespace temper {

/// One JSON object, indented, with a line end.
std::string diagnosis_json(const Diagnosis& diagnosis);

/// Writes RUN/diagnosis.json, whole or not at all: under a name of its own, renamed. Throws
/// IoError.
void write_diagnosis(const Diagnosis& diagnosis);

/// What the file in the run says in one line, "green: nothing to change: …", and after how many
/// sweeps if the run has gone on since; or how to have it judged.
std::string stored_verdict(const std::string& path, std::uint64_t committed);

}  // namespace temper
