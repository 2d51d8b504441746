#include "tempering/minibatch_swap.h"

namespace temper {

MinibatchSwap::MinibatchSwap(const Section& exchange, const std::string& batch_help)
    : exchange_(exchange),
      batch_(exchange.count("batch", {.fallback = 256, .min = 8, .help = batch_help})) {}

void MinibatchSwap::check(const Ladder& ladder) const {
  if (ladder.temperature.front() == 0)
    exchange_.refuse("test",
                     "a test on minibatches needs temperatures above 0, and rung 0 has T = 0; use "
                     "\"exact\"");
}

}  // namespace temper
