#include "evaluation/mixture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace temper {
namespace {

double share_below(std::span<const Normal> members, double x) {
  double sum = 0;
  for (const auto& [mean, sd] : members)
    sum += 0.5 * std::erfc((mean - x) / (sd * std::numbers::sqrt2));
  return sum / static_cast<double>(members.size());
}

}  // namespace

Normal moments_of(std::span<const Normal> members) {
  const auto n = static_cast<double>(members.size());
  const double shift = members[0].mean;  // so that a large mean costs no digits
  double sum = 0, variance = 0;
  for (const auto& member : members) sum += member.mean - shift;
  const double mean = shift + sum / n;
  for (const auto& member : members)
    variance += member.sd * member.sd + (member.mean - mean) * (member.mean - mean);
  return {mean, std::sqrt(variance / n)};
}

double quantile_of(std::span<const Normal> members, double p) {
  constexpr double far = 40;  // standard deviations: a share of 1e-350
  constexpr int halvings = 80;
  double low = members[0].mean, high = low;
  for (const auto& [mean, sd] : members) {
    low = std::min(low, mean - far * sd);
    high = std::max(high, mean + far * sd);
  }
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (share_below(members, middle) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace temper
