#pragma once
// The steps of adam and psgld: each parameter's own size from the running mean square of its
// gradient, in one pass over the vectors.

#include <span>

namespace temper {

/// With g = to_mean_loss drift:
///
///   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g²
///   theta <- keep theta - rate m / (sqrt(correction v) + epsilon)
struct AdamStep {
  float b1 = 0, b2 = 0;
  float to_mean_loss = 1;
  float correction = 1;
  float rate = 0;
  float keep = 1;
  float epsilon = 0;
};

/// @param drift [P] @param m [P] @param v [P] @param theta [P]
void move_adam(const AdamStep& step, std::span<const float> drift, std::span<float> m,
               std::span<float> v, std::span<float> theta);

/// With g = to_mean_loss drift and G = 1 / (damping + sqrt(unbias v)):
///
///   v <- keep v + (1 - keep) g²,   theta <- theta + sqrt(heat G) xi - rate G g
struct PreconditionedStep {
  float keep = 0;
  float unbias = 1;
  float to_mean_loss = 1;
  float rate = 0;
  float damping = 0;
  float heat = 0;
};

/// @param drift [P] @param xi [P] @param v [P] @param theta [P]
void move_preconditioned(const PreconditionedStep& step, std::span<const float> drift,
                         std::span<const float> xi, std::span<float> v, std::span<float> theta);

}  // namespace temper
