#include "method/path.h"

namespace temper {

double SearchPath::share_at(std::size_t moment) {
  const double root = static_cast<double>(moment) / static_cast<double>(n_moments - 1);
  return root * root;
}

void SearchPath::pass(float position, double progress) {
  if (!has_begun_) here_ = position;
  has_begun_ = true;
  while (positions_.size() < n_moments && share_at(positions_.size()) < progress)
    positions_.push_back(here_);
  here_ = position;
}

std::vector<float> SearchPath::positions() const {
  auto positions = positions_;
  if (has_begun_) positions.resize(n_moments, here_);
  return positions;
}

}  // namespace temper
