#pragma once
// Lengths of time as people write them.

#include <optional>
#include <string>

namespace temper {

/// What the reader is told when it is none.
inline constexpr const char* duration_example = "a time such as \"3h50m\", \"90s\" or \"1:30:00\"";

/// Seconds of "1d12h", "3h50m", "10 min", "1.5h", "90s", or of hours, minutes and seconds as Slurm
/// takes them, "3:50:00" and "1-12:00:00"; a plain number is seconds. nullopt for anything else,
/// and for what isn't above 0.
std::optional<double> parse_duration(const std::string& text);

}  // namespace temper
