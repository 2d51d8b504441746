#include "method/polish.h"

#include "method/walk.h"

namespace temper {

void polish(Search& search, const Floats& theta) {
  Walk walk(search, {.kernel = "l-bfgs"});
  auto walker = walk.fresh();
  walker.replica.theta = theta;
  walk.restart(walker);
  while (!walker.is_settled) walk.steps(walker, walk.affordable(1));
}

void polish_best(Search& search) {
  const Floats best = search.potential().finding().theta();
  if (!best.empty()) polish(search, best);
}

}  // namespace temper
