#include "landscape/krylov.h"

#include <algorithm>
#include <cmath>

#include "base/dot.h"

namespace temper {
namespace {

void scale(std::span<double> vector, double factor) {
  for (double& value : vector) value *= factor;
}

/// Twice, since once leaves rounding behind ("twice is enough", Parlett).
void make_orthogonal(std::span<double> vector, const std::vector<std::vector<double>>& basis) {
  for (int pass = 0; pass < 2; ++pass)
    for (const auto& q : basis) {
      const double along = dot(q, vector);
      for (std::size_t i = 0; i < vector.size(); ++i) vector[i] -= along * q[i];
    }
}

}  // namespace

Krylov krylov_space(Hessian& hessian, std::span<const double> b, std::size_t m) {
  Krylov space;
  std::vector<double> next(b.begin(), b.end()), product(b.size());
  scale(next, 1 / std::sqrt(dot(next, next)));
  double largest = 0;
  while (space.basis.size() < std::min(m, b.size())) {
    space.basis.push_back(next);
    hessian.multiply(next, product);
    space.diagonal.push_back(dot(next, product));
    next = product;
    make_orthogonal(next, space.basis);
    const double length = std::sqrt(dot(next, next));
    space.off_diagonal.push_back(length);
    largest = std::max({largest, length, std::abs(space.diagonal.back())});
    if (length <= 1e-6 * largest) break;  // the space ends, but for noise
    scale(next, 1 / length);
  }
  return space;
}

}  // namespace temper
