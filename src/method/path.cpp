#include "method/path.h"

namespace temper {

double SearchPath::share_at(std::size_t moment) {
  const double root = static_cast<double>(moment) / static_cast<double>(n_moments - 1);
  return root * root;
}

void SearchPath::pass(float place, double progress) {
  if (!has_begun_) here_ = place;
  has_begun_ = true;
  while (places_.size() < n_moments && share_at(places_.size()) < progress)
    places_.push_back(here_);
  here_ = place;
}

std::vector<float> SearchPath::places() const {
  auto places = places_;
  if (has_begun_) places.resize(n_moments, here_);
  return places;
}

}  // namespace temper
