#pragma once
// Independent normals over runs of parameters: what the normal prior is, and part of others.

#include <memory>
#include <vector>

#include "posterior/prior.h"

namespace temper {

/// A run of parameters with one belief.
struct NormalRun {
  std::size_t offset, size;
  NormalBelief belief;
};

std::unique_ptr<Prior> make_normal_prior(std::vector<NormalRun> runs);

}  // namespace temper
