#pragma once
// Where the time of a run goes.

#include <array>
#include <chrono>
#include <cstddef>
#include <numeric>

namespace temper {

/// Phases of a sweep, each timed on its own; wait: for ranks whose replicas take longer.
enum class Phase { explore, energy, wait, swap, measure, write, count };

inline constexpr std::array phase_names = {"explore", "energy", "wait", "swap", "measure", "write"};

/// Of less than that, shares are noise.
inline constexpr double least_seconds_to_share = 1;

/// One phase runs at a time; starting one ends the one before.
class Stopwatch {
 public:
  void start(Phase phase) {
    const auto now = Clock::now();
    seconds_[current_] += std::chrono::duration<double>(now - since_).count();
    since_ = now;
    current_ = static_cast<std::size_t>(phase);
  }
  void stop() { start(Phase::count); }

  double seconds(Phase phase) const { return seconds_[static_cast<std::size_t>(phase)]; }

  /// Of all phases.
  double total() const { return std::accumulate(seconds_.begin(), seconds_.end() - 1, 0.0); }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr auto idle = static_cast<std::size_t>(Phase::count);

  std::array<double, idle + 1> seconds_{};
  std::size_t current_ = idle;
  Clock::time_point since_ = Clock::now();
};

}  // namespace temper
