#pragma once
// U of a theta that is out of bounds: its likelihood is 0. In place of infinity, which sums over
// draws of the prior wouldn't survive, it is more than any ladder accepts.

namespace temper {

inline constexpr double out_of_bounds = 1e9;

/// True for it, whatever a reference has added.
inline bool is_out_of_bounds(double U) { return U > out_of_bounds / 2; }

}  // namespace temper
