#pragma once
// A number estimated from series, and how each sweep pulled at it: to first order the error of
// the estimate is the mean of these pulls, so that their correlations, in time and between what
// was summed, all come into the standard error (the delta method).

#include "statistics/copies.h"

namespace temper {

struct SeriesEstimate {
  double value = 0;
  Copies pull;  ///< [copy][sweep], mean near 0

  /// By effective_size.h.
  double standard_error() const;
  double effective_size() const;

  /// Of estimates from the same sweeps. An estimate without pulls is a known number.
  SeriesEstimate& operator+=(const SeriesEstimate& other);
  SeriesEstimate& operator-=(const SeriesEstimate& other);
};

}  // namespace temper
