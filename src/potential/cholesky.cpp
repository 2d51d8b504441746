#include "potential/cholesky.h"

#include <cmath>
#include <utility>

namespace temper {

Cholesky::Cholesky(std::vector<double> a, std::size_t n) : n_(n), factor_(std::move(a)) {
  for (std::size_t j = 0; j < n; ++j)
    for (std::size_t i = j; i < n; ++i) {
      double sum = at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= at(i, k) * at(j, k);
      factor_[i * n + j] = i == j ? std::sqrt(sum) : sum / at(j, j);
    }
}

double Cholesky::log_determinant() const {
  double sum = 0;
  for (std::size_t i = 0; i < n_; ++i) sum += 2 * std::log(at(i, i));
  return sum;
}

std::vector<double> Cholesky::solve(std::vector<double> b) const {
  for (std::size_t i = 0; i < n_; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= at(i, k) * b[k];
    b[i] /= at(i, i);
  }
  return solve_upper(std::move(b));
}

std::vector<double> Cholesky::solve_upper(std::vector<double> b) const {
  for (std::size_t i = n_; i-- > 0;) {
    for (std::size_t k = i + 1; k < n_; ++k) b[i] -= at(k, i) * b[k];
    b[i] /= at(i, i);
  }
  return b;
}

}  // namespace temper
