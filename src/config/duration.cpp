#include "config/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "base/pattern.h"

namespace temper {
namespace {

constexpr double minute = 60, hour = 3600, day = 86400;

double number_of(const std::string& digits) {
  double value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

double unit_of(const std::string& name) {
  static const std::array<std::pair<const char*, double>, 6> units = {
      {{"d", day}, {"h", hour}, {"min", minute}, {"m", minute}, {"s", 1}, {"", 1}}};
  for (const auto& [known, seconds] : units)
    if (name == known) return seconds;
  return 0;
}

/// "1-12:00:00", "3:50:00": days, hours, minutes and seconds.
std::optional<double> by_colons(const std::string& text) {
  static const Pattern form("(([0-9]+)-)?([0-9]+):([0-5]?[0-9]):([0-5]?[0-9])");
  if (!form.matches(text)) return std::nullopt;
  const auto parts = form.find_in(text);
  return number_of(parts[2]) * day + number_of(parts[3]) * hour + number_of(parts[4]) * minute +
         number_of(parts[5]);
}

/// "3h50m": numbers with units that fall; a plain number is seconds.
std::optional<double> by_units(const std::string& text) {
  static const Pattern form(
      "([0-9]+([.][0-9]+)?[[:space:]]*(d|h|min|m|s)[[:space:]]*)+|"
      "[0-9]+([.][0-9]+)?");
  static const Pattern part("([0-9]+([.][0-9]+)?)[[:space:]]*(d|h|min|m|s|)[[:space:]]*");
  if (!form.matches(text)) return std::nullopt;
  double seconds = 0, last_unit = 2 * day;
  for (auto rest = text; !rest.empty();) {
    const auto found = part.find_in(rest);
    const double unit = unit_of(found[3]);
    if (unit >= last_unit) return std::nullopt;
    seconds += number_of(found[1]) * unit;
    last_unit = unit;
    rest.erase(0, found[0].size());
  }
  return seconds;
}

}  // namespace

std::optional<double> parse_duration(const std::string& text) {
  const auto seconds = text.find(':') == std::string::npos ? by_units(text) : by_colons(text);
  return seconds && *seconds > 0 ? seconds : std::nullopt;
}

}  // namespace temper
