// The same value all the time: the first one.

#include "config/section.h"
#include "schedule/schedule.h"

namespace temper {
namespace {

class Constant final : public Schedule {
 public:
  explicit Constant(double value) : value_(value) {}
  double at(double) const override { return value_; }

 private:
  double value_;
};

const bool registered = schedules().add("constant", "the same value all the time",
                                        [](const Section&, double first, double /*last*/) {
                                          return std::make_unique<Constant>(first);
                                        });

}  // namespace
}  // namespace temper
