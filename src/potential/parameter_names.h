#pragma once
// What parameters of a user's model are called.

#include <span>
#include <string>
#include <vector>

#include "potential/potential.h"

namespace temper {

/// Names as blocks of theta: each a number by itself, but neighbours "spin[0]", "spin[1]", … or
/// "spin.1", "spin.2", … are one block "spin" of their length, and "w[0,0]", "w[0,1]", … a block
/// "w" of two axes, row-major. Without names: one block "theta". Throws UsageError for a name that
/// is empty or taken.
std::vector<ParameterBlock> blocks_of(const std::vector<std::string>& names, std::size_t dim);

/// "x", or "theta[3]" where there are no names.
std::string name_of(std::size_t parameter, const std::vector<std::string>& names);

/// "x = 0.5, y = -1", of the first few.
std::string text_of(std::span<const double> theta, const std::vector<std::string>& names);

}  // namespace temper
