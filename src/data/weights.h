#pragma once
// How much each training example counts.
//
// U is the sum of weight times loss, so an example of weight 2 counts as two. A column of weights
// and those by class are scaled to a mean of 1 over the training examples: U stays on the scale of
// N examples, and a temperature means what it means without weights. Weights that count how often
// an example was seen (the array sample_weight of a file of arrays) stay as they are. Scores are of
// unweighted examples.

#include <cstdint>
#include <vector>

#include "data/raw_data.h"

namespace temper {

/// The weights of these rows: those of the data, times N / (classes * examples of the class) if
/// `balance`. Empty if there are none. Throws DataError if all are 0, or for `balance` without
/// classes.
std::vector<double> training_weights(const RawData& raw, const std::vector<std::uint32_t>& rows,
                                     bool balance);

}  // namespace temper
