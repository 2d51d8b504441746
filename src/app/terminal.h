#pragma once
// Whether a reader sits at the other end of standard error: directly, or behind the mpirun that
// passes it on.

namespace temper {

bool stderr_is_terminal();

/// Its width in characters; 0 if unknown.
int terminal_columns();

}  // namespace temper
