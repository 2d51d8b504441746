#pragma once
// An experiment as the store describes a run: the shape of its files, and what it says of itself.

#include "app/experiment.h"
#include "app/training.h"
#include "store/run_description.h"

namespace temper {

RunDescription describe(const Experiment& experiment, const Training& training);

}  // namespace temper
