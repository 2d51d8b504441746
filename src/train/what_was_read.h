#pragma once
// What the program made of a config and its data, said before it trains.

#include <string>

#include "train/experiment.h"

namespace temper {

/// Data, inputs, target, parts, what was left out, layers with their shapes, kernel and ladder: a
/// line each, at most 80 columns wide; one screen.
std::string what_was_read(const Experiment& experiment);

}  // namespace temper
