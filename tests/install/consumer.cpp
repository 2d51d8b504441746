// Uses libtemper as another program would: random numbers by name, and what is registered.

#include <cstdio>

#include "temper/base/version.h"
#include "temper/kernel/kernel.h"
#include "temper/random/rng.h"

int main() {
  temper::Rng rng({/*seed=*/1, temper::Stream::init, /*index=*/0, /*sweep=*/0, /*step=*/0});
  std::printf("temper %s: %f\n", temper::version().c_str(), rng.uniform());
  const auto names = temper::kernels().names();
  return names.empty() ? 1 : 0;
}
