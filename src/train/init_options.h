#pragma once
// [init]: where replicas start.

#include <string>

namespace temper {

class Section;

struct InitOptions {
  std::string from;        ///< file of weights, or a run; empty: at random
  bool from_best = false;  ///< of a run: best states, not last draws
  bool is_run = false;     ///< `from` is a run
};

InitOptions read_init(const Section& init);

}  // namespace temper
