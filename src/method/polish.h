#pragma once
// The end of a search: L-BFGS from the lowest state that it has seen.

#include "method/search.h"

namespace temper {

/// Descends until it is at the bottom or the budget is spent.
void polish_best(Search& search);

/// Likewise, from a state that is given.
void polish(Search& search, const Floats& theta);

}  // namespace temper
