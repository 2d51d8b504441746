#pragma once
// The check of a user's model before anything is built on it. It costs a few hundred evaluations.

namespace temper {

class OwnPotential;

/// At two starting points: U, V and gradients are finite, of the right length, and the same when
/// evaluated again; gradients agree with differences (all parameters of small models; some, and a
/// random direction, of large ones); a call for several thetas and calls for some of the examples
/// say the same as a call for all. Throws UsageError that names the model and the worst parameter;
/// what is only rounded otherwise becomes a note of the potential.
void check_own(OwnPotential& potential);

}  // namespace temper
