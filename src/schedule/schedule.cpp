#include "schedule/schedule.h"

namespace temper {

Registry<Schedule, const Section&, double, double>& schedules() {
  static Registry<Schedule, const Section&, double, double> registry;
  return registry;
}

}  // namespace temper
