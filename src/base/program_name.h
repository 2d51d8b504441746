#pragma once
// Which program this is: "temper", or that of a user with extensions of its own.

#include <string>

namespace temper {

/// The file name of the running program, "temper" where the system doesn't say.
std::string program_name();

}  // namespace temper
