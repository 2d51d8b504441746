#include "train/time_limit.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace temper {
namespace {

using Clock = std::chrono::steady_clock;

const Clock::time_point program_start = Clock::now();

constexpr double margin = 1.5;  ///< on what sweeps and checkpoints have taken
constexpr double keep = 0.95;   ///< of an earlier maximum, from one to the next

}  // namespace

void TimeLimit::see_checkpoint(double seconds) {
  checkpoint_ = recent_longest(checkpoint_, seconds);
  has_seen_checkpoint_ = true;
}

bool TimeLimit::wants_checkpoint() const { return !std::isinf(limit_) && !has_seen_checkpoint_; }

bool TimeLimit::is_reached(double elapsed) const {
  return elapsed + margin * (sweep_ + checkpoint_) >= limit_;
}

double TimeLimit::recent_longest(double longest, double latest) {
  return std::max(keep * longest, latest);
}

double elapsed_seconds() {
  return std::chrono::duration<double>(Clock::now() - program_start).count();
}

}  // namespace temper
