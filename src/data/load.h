#pragma once
// The data that [data] describes, once in the memory of each node.
//
//   [data]
//   source = "iris"           # a name (temper list data), a file (.csv, .npy, …) or a folder
//   task = "classification"   # or "regression"; else from the target (data/task.h)
//   pool = 2                  # images: the mean of each 2 x 2 pixels
//   split = [0.8, 0.1, 0.1]   # training, validation, test (data/split.h)
//   standardise = true        # by the training split (data/standardise.h)
//   class_weights = "balanced" # (data/weights.h)
//
// and what the source itself reads.

#include <cstdint>
#include <string>

#include "data/dataset.h"

namespace temper {

class Communicator;
class Section;

/// Collective, and so is the end of the last copy of what it returns. One rank of each node loads,
/// the others see the same memory. An error on one rank is thrown on all.
/// @param found_at  where the file or folder lies that `data.source` names; "": there
Dataset load_dataset(const Section& data, std::uint64_t seed, const Communicator& world,
                     const std::string& found_at = "");

}  // namespace temper
