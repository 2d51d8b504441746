#pragma once
// A learning rate for a way to move, where nobody has given one: short descents from one starting
// point, each with a rate of its own, on the search's own budget.

#include "method/walk.h"

namespace temper {

/// The rate whose descent ends lowest, of 1, 0.1, …, 1e-6, until one ends higher than the one
/// before it, and then of three times and a third of the best. Each descends for 1/400 of the
/// budget, but at least 5 steps. A budget of less than 45 steps leaves the problem's own rate.
double search_step(Search& search, const Pace& pace);

}  // namespace temper
