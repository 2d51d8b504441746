#pragma once
// A folder of IDX files: images and labels for training and perhaps for testing.

#include <string>

#include "data/raw_data.h"

namespace temper {

/// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte and, if there, t10k-images-idx3-ubyte,
/// t10k-labels-idx1-ubyte (the set's own test split), each perhaps with .gz. Pixels are scaled
/// to [0, 1]. Throws DataError if a file is missing or doesn't fit the others.
RawData read_idx_images(const std::string& folder);

}  // namespace temper
