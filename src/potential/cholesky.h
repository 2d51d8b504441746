#pragma once
// The Cholesky factor of a small symmetric positive definite matrix, in float64.

#include <span>
#include <vector>

namespace temper {

class Cholesky {
 public:
  /// A = L L'. @param a  [n, n], row-major, positive definite
  explicit Cholesky(std::vector<double> a, std::size_t n);

  double log_determinant() const;                                ///< of A
  std::vector<double> solve(std::vector<double> b) const;        ///< A^-1 b [n]
  std::vector<double> solve_upper(std::vector<double> b) const;  ///< L'^-1 b [n]

 private:
  double at(std::size_t i, std::size_t j) const { return factor_[i * n_ + j]; }

  std::size_t n_;
  std::vector<double> factor_;  ///< L [n, n]; the upper half is not used
};

}  // namespace temper
