#pragma once
// What a method may spend, in gradient evaluations: one is the forward and backward pass of one
// example; a forward pass alone costs a third. Counted in thirds, so that sums are exact.

#include <cstdint>

namespace temper {

/// Thrown before an evaluation that the budget doesn't pay for: how every search ends.
struct BudgetSpent {};

class Budget {
 public:
  static constexpr std::uint64_t per_gradient = 3;  ///< thirds an example
  static constexpr std::uint64_t per_energy = 1;    ///< thirds an example

  explicit Budget(std::uint64_t evaluations) : total_(per_gradient * evaluations) {}

  /// Throws BudgetSpent, and charges nothing, if that is more than what is left.
  void charge(std::uint64_t thirds) {
    if (thirds > total_ - reserved_ - spent_) throw BudgetSpent();
    spent_ += thirds;
  }

  /// Keeps `thirds` back for later, or gives them free again with 0. Requires that they are left.
  void reserve(std::uint64_t thirds) { reserved_ = thirds; }

  std::uint64_t total() const { return total_; }  ///< thirds
  std::uint64_t spent() const { return spent_; }  ///< thirds
  double evaluations() const { return static_cast<double>(spent_) / per_gradient; }

  /// Share that is spent of what isn't kept back, in [0, 1].
  double progress() const {
    return static_cast<double>(spent_) / static_cast<double>(total_ - reserved_);
  }

 private:
  std::uint64_t total_, spent_ = 0, reserved_ = 0;
};

}  // namespace temper
