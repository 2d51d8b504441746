#include "statistics/series_estimate.h"

#include "statistics/effective_size.h"

namespace temper {
namespace {

void add(Copies& to, double factor, const Copies& from) {
  if (from.empty()) return;
  if (to.empty()) to.assign(from.size(), std::vector<double>(from.front().size(), 0));
  for (std::size_t copy = 0; copy < from.size(); ++copy)
    for (std::size_t sweep = 0; sweep < from[copy].size(); ++sweep)
      to[copy][sweep] += factor * from[copy][sweep];
}

}  // namespace

double SeriesEstimate::standard_error() const { return temper::standard_error(pull); }

double SeriesEstimate::effective_size() const { return temper::effective_size(pull); }

SeriesEstimate& SeriesEstimate::operator+=(const SeriesEstimate& other) {
  value += other.value;
  add(pull, 1, other.pull);
  return *this;
}

SeriesEstimate& SeriesEstimate::operator-=(const SeriesEstimate& other) {
  value -= other.value;
  add(pull, -1, other.pull);
  return *this;
}

}  // namespace temper
