#pragma once
// What standard error is written to: a terminal, directly or behind the mpirun that passes it on,
// or something that nobody watches.

#include <cstddef>
#include <string>

namespace temper {

struct Terminal {
  bool is_there = false;     ///< false: a file or a pipe
  std::size_t columns = 80;  ///< as it is now; 80 x 24 if it doesn't say
  std::size_t rows = 24;
  bool has_colours = false;  ///< there, not dumb, and NO_COLOR (no-color.org) is unset or empty
};

Terminal standard_error_terminal();

enum class Colour { bold, dim, green, amber, red };

/// The text in a colour, if the terminal has colours.
std::string coloured(const std::string& text, Colour colour, const Terminal& terminal);

/// A bar of `columns` that is filled to `share` of it, in [0, 1].
std::string bar_text(double share, std::size_t columns);

}  // namespace temper
