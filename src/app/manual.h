#pragma once
// The pages about the program as a whole, made from the table of commands.

#include <string>

namespace temper {

/// What `temper help` prints.
std::string overview();

/// The man page temper(1), every command with its flags: `temper help --man`.
std::string man_page();

}  // namespace temper
