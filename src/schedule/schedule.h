#pragma once
// How a number, a temperature or a learning rate, changes while a search spends its budget.

#include <memory>

#include "base/registry.h"

namespace temper {

class Section;

class Schedule {
 public:
  virtual ~Schedule() = default;

  /// The value when this share of the budget is spent. @param progress  in [0, 1]
  virtual double at(double progress) const = 0;
};

/// Schedules by their config name. A maker gets its options' table, the first value and the last
/// one; both are above zero.
inline Registry<Schedule, const Section&, double, double>& schedules() {
  return registry_of<Schedule, const Section&, double, double>();
}

}  // namespace temper
