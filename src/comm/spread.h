#pragma once
// Items of work spread over ranks, each a list of numbers that depends on the item alone: every
// rank gets all of them, the same on any number of ranks.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "comm/communicator.h"

namespace temper {

/// What an item comes to.
using ItemWork = std::function<std::vector<double>(std::size_t item)>;

/// Item i is done on rank i mod size. Collective; an error on one rank is thrown on all.
/// @param what  "landscape: polishing", for a line now and then on stderr; empty: quiet
std::vector<std::vector<double>> spread(const Communicator& world, std::size_t n_items,
                                        const std::string& what, const ItemWork& work);

}  // namespace temper
