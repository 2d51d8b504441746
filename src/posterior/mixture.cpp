#include "posterior/mixture.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

double squared(double x) { return x * x; }

}  // namespace

double log_mean_exp(std::span<const double> logs) {
  const double largest = *std::max_element(logs.begin(), logs.end());
  if (std::isinf(largest)) return largest;
  double sum = 0;
  for (const double log : logs) sum += std::exp(log - largest);
  return largest + std::log(sum / static_cast<double>(logs.size()));
}

MeanSd TargetMixture::moments() const {
  const auto n = static_cast<double>(members_.size());
  const double shift = members_[0].mean;  // so that a large mean costs no digits
  double sum = 0, variance = 0;
  for (const auto& member : members_) sum += member.mean - shift;
  const double mean = shift + sum / n;
  for (const auto& member : members_) variance += squared(member.sd) + squared(member.mean - mean);
  return {mean, std::sqrt(variance / n)};
}

double TargetMixture::aleatoric() const {
  double sum = 0;
  for (const auto& member : members_) sum += squared(member.sd);
  return std::sqrt(sum / static_cast<double>(members_.size()));
}

double TargetMixture::epistemic() const {
  const double mean = moments().mean;
  double sum = 0;
  for (const auto& member : members_) sum += squared(member.mean - mean);
  return std::sqrt(sum / static_cast<double>(members_.size()));
}

double TargetMixture::share_below(double x) const {
  double sum = 0;
  for (const auto& [mean, sd] : members_) sum += noise_.share_below(x, mean, sd);
  return sum / static_cast<double>(members_.size());
}

double TargetMixture::quantile(double p) const {
  constexpr double far = 40;  // standard deviations: a share of 1e-350 of a normal
  constexpr int halvings = 80;
  double low = members_[0].mean, high = low;
  for (const auto& [mean, sd] : members_) {
    low = std::min(low, mean - far * sd);
    high = std::max(high, mean + far * sd);
  }
  if (noise_.is_count()) low = -1;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (share_below(middle) < p ? low : high) = middle;
  }
  return noise_.is_count() ? std::floor(high) : 0.5 * (low + high);
}

double TargetMixture::log_density(double y) const {
  std::vector<double> logs;
  for (const auto& [mean, sd] : members_) logs.push_back(noise_.log_density(y, mean, sd));
  return log_mean_exp(logs);
}

bool TargetMixture::covers(double y, double share) const {
  const double tail = 0.5 * (1 - share);
  const double before = noise_.is_count() ? y - 1 : y;
  return share_below(y) >= tail && share_below(before) <= 1 - tail;
}

/// Where the mixture's share below rises, more densely the more it does; for counts all of them, or
/// every so many.
std::vector<double> TargetMixture::grid(double y) const {
  constexpr std::size_t most = 200, fewest_of_member = 12;
  constexpr double far = 6;  // standard deviations
  const std::size_t n_places = std::max(fewest_of_member, most / members_.size());
  std::vector<double> all = {y};
  for (const auto& [mean, sd] : members_)
    for (std::size_t i = 0; i < n_places; ++i)
      all.push_back(
          mean + sd * far * (2 * static_cast<double>(i) / static_cast<double>(n_places - 1) - 1));
  std::sort(all.begin(), all.end());
  std::vector<double> points;
  if (noise_.is_count()) {
    const double step = std::max(1.0, std::ceil(all.back() / static_cast<double>(most)));
    for (double k = 0; k < all.back() + step; k += step) points.push_back(k);
    return points;
  }
  const std::size_t every = std::max<std::size_t>(1, all.size() / most);
  for (std::size_t i = 0; i < all.size(); i += every) points.push_back(all[i]);
  points.push_back(all.back());
  points.insert(std::upper_bound(points.begin(), points.end(), y), y);
  return points;
}

double TargetMixture::crps(double y) const {
  const auto points = grid(y);
  double sum = 0, before = share_below(points[0]);
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double from = points[i - 1], below = share_below(points[i]);
    const double is_reached = y <= from ? 1 : 0;
    const double at = squared(before - is_reached);
    const double then = noise_.is_count() ? at : squared(below - is_reached);
    sum += 0.5 * (at + then) * (points[i] - from);
    before = below;
  }
  return sum;
}

}  // namespace temper
