#pragma once
// The standard normal distribution's quantiles.

namespace temper {

/// x with Phi(x) = p, to about 1e-14. @param p in (0, 1)
double normal_quantile(double p);

}  // namespace temper
