#include "tempering/round_trips.h"

#include <numeric>

namespace temper {

void RoundTrips::visit(const std::vector<std::int32_t>& rung_of, std::size_t n_rungs) {
  if (n_rungs < 2) return;
  for (std::size_t replica = 0; replica < rung_of.size(); ++replica) {
    auto& was_at_top = was_at_top_[replica];
    if (rung_of[replica] == 0) {
      if (was_at_top == 1) ++count_[replica];
      was_at_top = 0;
    } else if (rung_of[replica] + 1 == static_cast<std::int32_t>(n_rungs) && was_at_top == 0) {
      was_at_top = 1;
    }
  }
}

std::uint64_t RoundTrips::total() const {
  return std::reduce(count_.begin(), count_.end(), std::uint64_t{0});
}

std::vector<double> RoundTrips::save() const {
  std::vector<double> saved(count_.begin(), count_.end());
  saved.insert(saved.end(), was_at_top_.begin(), was_at_top_.end());
  return saved;
}

void RoundTrips::restore(const std::vector<double>& saved) {
  const std::size_t n = count_.size();
  for (std::size_t replica = 0; replica < n; ++replica) {
    count_[replica] = static_cast<std::uint64_t>(saved[replica]);
    was_at_top_[replica] = static_cast<int>(saved[n + replica]);
  }
}

}  // namespace temper
