#pragma once
// All of a data set but its numbers, as bytes that one rank sends to the others of its node.

#include <string>

#include "data/dataset.h"

namespace temper {

std::string pack_header(const Dataset& dataset);

/// The parts have their sizes; their views are empty.
Dataset unpack_header(const std::string& bytes);

}  // namespace temper
