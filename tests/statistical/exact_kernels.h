#pragma once
// Kernels whose draws have no error but that of their number, found in the registry by what they
// do: they have a Metropolis test, or serve nothing but the prior, from which they draw afresh.

#include "statistical/kernel/ensemble.h"

namespace temper {

inline bool is_exact(const std::string& name) {
  const auto kernel = make_kernel(name);
  const Target target{1, Tempering::likelihood};
  if (!serves(*kernel, target)) return serves(*kernel, {infinity, Tempering::likelihood});
  const auto gaussian = make_analytic("gaussian");
  Ensemble ensemble(*kernel, *gaussian, target, 1);
  ensemble.step(1);
  return ensemble.moves()[0].sums.n_tests > 0;
}

inline std::vector<std::string> exact_kernels() {
  auto names = kernels().names();
  std::erase_if(names, [](const std::string& name) { return !is_exact(name); });
  return names;
}

}  // namespace temper
