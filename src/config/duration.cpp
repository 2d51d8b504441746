#include "config/duration.h"

#include <array>
#include <charconv>
#include <cmath>
#include <regex>
#include <utility>
#include <vector>

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
  static const std::regex form(R"((?:(\d+)-)?(\d+):([0-5]?\d):([0-5]?\d))");
  std::smatch match;
  if (!std::regex_match(text, match, form)) return std::nullopt;
  return number_of(match[1]) * day + number_of(match[2]) * hour + number_of(match[3]) * minute +
         number_of(match[4]);
}

/// "3h50m": numbers with units that fall; a plain number is seconds.
std::optional<double> by_units(const std::string& text) {
  static const std::regex form(R"((\d+(?:\.\d+)?\s*(?:d|h|min|m|s)\s*)+|\d+(?:\.\d+)?)");
  static const std::regex part(R"((\d+(?:\.\d+)?)\s*(d|h|min|m|s|))");
  if (!std::regex_match(text, form)) return std::nullopt;
  double seconds = 0, last_unit = 2 * day;
  for (std::sregex_iterator it(text.begin(), text.end(), part), end; it != end; ++it) {
    const double unit = unit_of((*it)[2]);
    if (unit >= last_unit) return std::nullopt;
    seconds += number_of((*it)[1]) * unit;
    last_unit = unit;
  }
  return seconds;
}

}  // namespace

std::optional<double> parse_duration(const std::string& text) {
  const auto seconds = text.find(':') == std::string::npos ? by_units(text) : by_colons(text);
  return seconds && *seconds > 0 ? seconds : std::nullopt;
}

}  // namespace temper
