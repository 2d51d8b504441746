#pragma once
// Standard output and standard error. Writing to them never throws: progress isn't worth a run.
// What a command answers must be written, though, and whether it was is known at the end.

#include <string>

namespace temper {

/// Keeps files that are opened later from taking the place of standard streams that are closed.
/// Call first in main().
void guard_standard_streams();

/// The answer of a command, to standard output.
void print(const std::string& text);

/// Progress, warnings and errors, to standard error.
void say(const std::string& text);

/// Flushes; false if some of what was printed is lost.
bool is_answer_written();

}  // namespace temper
