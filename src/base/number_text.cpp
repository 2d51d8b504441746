#include "base/number_text.h"

#include <fmt/format.h>

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

}  // namespace temper
