#pragma once
// The standard normal distribution's quantiles.

namespace temper {

/// x with Phi(x) = p, to about 1e-14. @param p in (0, 1)
double normal_quantile(double p);

/// x with erfc(x) = y. @param y in (0, 2)
double erfc_inverse(double y);

}  // namespace temper
