#pragma once
// Where a search with one parameter went: the ball in the valley.

#include <cstddef>
#include <vector>

namespace temper {

class SearchPath {
 public:
  static constexpr std::size_t n_moments = 256;

  /// Share of the budget at each moment: its square root rises evenly from 0 to 1, so that the
  /// first steps can be seen as well as the long rest.
  static double share_at(std::size_t moment);

  /// The search evaluates something at `position` when `progress` of the budget is spent.
  void pass(float position, double progress);

  /// The last position passed at each moment [n_moments]; empty if there was none. A search with
  /// several replicas is at one of them.
  std::vector<float> positions() const;

 private:
  std::vector<float> positions_;  ///< of the moments that are over
  float here_ = 0;
  bool has_begun_ = false;
};

}  // namespace temper
