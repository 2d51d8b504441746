#pragma once
// Texts of others in messages and tables: names of columns, paths, what a run's folder says.

#include <string>
#include <string_view>

namespace temper {

/// The text with every byte that could steer a terminal written as \xNN: control characters but
/// newline and tab, and what isn't UTF-8. Valid text without them comes back as it is.
std::string printable(std::string_view text);

/// The text as one word of a shell's line, for commands that messages propose: quoted if it isn't
/// plain, so that pasting the line runs nothing that a folder's name says.
std::string shell_word(const std::string& text);

}  // namespace temper
