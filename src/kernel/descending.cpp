#include "kernel/descending.h"

#include "config/section.h"

namespace temper {

void refuse_nonzero_temperature(const Section& options, const Target& target) {
  if (target.temperature != 0)
    options.refuse("type",
                   "descends and does not sample: every rung needs temperature 0, "
                   "ladder.temperatures = [0]; \"sgd\" samples");
}

}  // namespace temper
