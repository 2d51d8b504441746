#include "base/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace temper {

std::string number_text(double value) {
  constexpr double least_in_full = 1e4, most_in_full = 1e7;
  if (std::isnan(value)) return "-";
  const double size = std::abs(value);
  if (size >= least_in_full && size < most_in_full) return fmt::format("{:.0f}", value);
  return fmt::format("{:.4g}", value);
}

std::string with_error_text(double value, double standard_error) {
  if (std::isnan(standard_error)) return number_text(value);
  const auto error = fmt::format("{:.2g}", standard_error);
  const bool is_plain = error.find('e') == std::string::npos;
  return number_text(value) + " ± " + (is_plain ? error : number_text(standard_error));
}

std::string to_the_error(double value, double standard_error, int fewest, int most) {
  if (std::isnan(value)) return "-";
  if (value == 0 && standard_error == 0) return "0";
  const double digits = standard_error > 0 ? 1 - std::floor(std::log10(standard_error)) : 0;
  const int decimals =
      static_cast<int>(std::clamp(digits, static_cast<double>(fewest), static_cast<double>(most)));
  return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, standard_error, decimals);
}

}  // namespace temper
