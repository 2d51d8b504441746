#include "landscape/spectrum.h"

#include <Spectra/SymEigsSolver.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "landscape/krylov.h"

namespace temper {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd multiply(Hessian& hessian, const VectorXd& vector) {
  VectorXd product(vector.size());
  hessian.multiply({vector.data(), hessian.dim()}, {product.data(), hessian.dim()});
  return product;
}

MatrixXd whole_matrix(Hessian& hessian) {
  const auto n = static_cast<Index>(hessian.dim());
  MatrixXd matrix(n, n);
  for (Index i = 0; i < n; ++i) matrix.col(i) = multiply(hessian, VectorXd::Unit(n, i));
  return matrix;
}

/// Largest eigenvalue of the part that a Hessian can't have: as large is that of the noise in the
/// part that it has.
double noise_of(const MatrixXd& matrix) {
  const MatrixXd odd = (matrix - matrix.transpose()) / 2;
  const MatrixXd squared = odd.transpose() * odd;
  const Eigen::SelfAdjointEigenSolver<MatrixXd> square(squared, Eigen::EigenvaluesOnly);
  return std::sqrt(std::max(0.0, square.eigenvalues().tail(1)[0]));
}

Spectrum whole_spectrum(Hessian& hessian, std::size_t n_ends) {
  const MatrixXd matrix = whole_matrix(hessian);
  const MatrixXd symmetric = (matrix + matrix.transpose()) / 2;
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(symmetric);
  const auto& values = solver.eigenvalues();
  const auto vector = solver.eigenvectors().col(0);
  Spectrum spectrum;
  spectrum.all.assign(values.data(), values.data() + values.size());
  const auto n = static_cast<std::ptrdiff_t>(std::min(n_ends, spectrum.all.size()));
  spectrum.lowest.assign(spectrum.all.begin(), spectrum.all.begin() + n);
  spectrum.highest.assign(spectrum.all.rbegin(), spectrum.all.rbegin() + n);
  spectrum.lowest_vector.assign(vector.data(), vector.data() + vector.size());
  spectrum.noise = noise_of(matrix);
  spectrum.trace = values.sum();
  spectrum.index = static_cast<double>((values.array() < -spectrum.noise).count());
  return spectrum;
}

/// sign * H + shift as Spectra's solvers want it.
class ShiftedHessian {
 public:
  using Scalar = double;

  ShiftedHessian(Hessian& hessian, double sign, double shift)
      : hessian_(hessian), sign_(sign), shift_(shift) {}

  Index rows() const { return static_cast<Index>(hessian_.dim()); }
  Index cols() const { return rows(); }

  void perform_op(const double* in, double* out) const {
    hessian_.multiply({in, hessian_.dim()}, {out, hessian_.dim()});
    for (std::size_t i = 0; i < hessian_.dim(); ++i) out[i] = sign_ * out[i] + shift_ * in[i];
  }

 private:
  Hessian& hessian_;
  double sign_, shift_;
};

struct End {
  std::vector<double> values;  ///< outermost first
  VectorXd vector;             ///< of the first
};

/// Of the largest eigenvalue: as far as ends and nodes of large spectra are told apart. Nearer to
/// zero they drown in the noise of the products, and would never settle.
constexpr double precision = 1e-4;

/// The largest eigenvalues of sign * H.
End largest(Hessian& hessian, double sign, double shift, std::size_t n_ends) {
  constexpr Index most_restarts = 10;
  const auto n = static_cast<Index>(n_ends);
  ShiftedHessian shifted(hessian, sign, shift);
  Spectra::SymEigsSolver<ShiftedHessian> solver(shifted, n, 2 * n + 10);
  solver.init();
  solver.compute(Spectra::SortRule::LargestAlge, most_restarts, precision);
  const VectorXd values = solver.eigenvalues();
  End end;
  for (Index i = 0; i < values.size(); ++i) end.values.push_back(sign * (values[i] - shift));
  if (values.size() > 0) end.vector = solver.eigenvectors(1).col(0);
  return end;
}

VectorXd probe(std::size_t dim, RngKey key, std::uint32_t number) {
  key.step = number;
  Rng rng(key);
  VectorXd vector(static_cast<Index>(dim));
  for (double& value : vector) value = rng.normal();
  return vector.normalized();
}

/// |u.Hv - v.Hu| is of the size of one entry's noise; that of the largest eigenvalue is
/// sqrt(2 P) times as much (Wigner's semicircle).
double sampled_noise(Hessian& hessian, const SpectrumOptions& options) {
  const auto n = static_cast<std::uint32_t>(options.n_probes);
  double sum = 0;
  for (std::uint32_t i = 0; i < n; ++i) {
    const VectorXd u = probe(hessian.dim(), options.key, n + 2 * i);
    const VectorXd v = probe(hessian.dim(), options.key, n + 2 * i + 1);
    const double odd = (u.dot(multiply(hessian, v)) - v.dot(multiply(hessian, u))) / 2;
    sum += odd * odd;
  }
  return std::sqrt(2 * static_cast<double>(hessian.dim()) * sum / n);
}

/// Adds the share of eigenvalues that are negative beyond doubt, and the mean eigenvalue, as one
/// probe sees them. A node near zero stands for the many eigenvalues there, and its sign is chance:
/// it doesn't count.
void add_quadrature(Hessian& hessian, const VectorXd& start, std::size_t steps,
                    Spectrum& spectrum) {
  const auto space = krylov_space(hessian, {start.data(), hessian.dim()}, steps);
  const auto m = static_cast<Index>(space.basis.size());
  Eigen::SelfAdjointEigenSolver<MatrixXd> solver;
  solver.computeFromTridiagonal(Eigen::Map<const VectorXd>(space.diagonal.data(), m),
                                Eigen::Map<const VectorXd>(space.off_diagonal.data(), m - 1));
  const double doubt = std::max(spectrum.noise, 1e-3 * solver.eigenvalues().cwiseAbs().maxCoeff());
  for (Index k = 0; k < m; ++k) {
    const double weight = std::pow(solver.eigenvectors()(0, k), 2);
    spectrum.trace += weight * solver.eigenvalues()[k];
    if (solver.eigenvalues()[k] < -doubt) spectrum.index += weight;
  }
}

Spectrum sampled_spectrum(Hessian& hessian, const SpectrumOptions& options) {
  Spectrum spectrum;
  const auto top = largest(hessian, 1, 0, options.n_ends);
  const double scale = top.values.empty() ? 1 : std::abs(top.values.front());
  const auto bottom = largest(hessian, -1, scale, options.n_ends);
  spectrum.highest = top.values;
  spectrum.lowest = bottom.values;
  spectrum.lowest_vector.assign(bottom.vector.begin(), bottom.vector.end());
  spectrum.noise = std::max(sampled_noise(hessian, options), precision * scale);
  for (std::uint32_t i = 0; i < options.n_probes; ++i)
    add_quadrature(hessian, probe(hessian.dim(), options.key, i), options.probe_steps, spectrum);
  const double per_probe =
      static_cast<double>(hessian.dim()) / static_cast<double>(options.n_probes);
  spectrum.index *= per_probe;
  spectrum.trace *= per_probe;
  const auto seen = std::count_if(spectrum.lowest.begin(), spectrum.lowest.end(),
                                  [&](double value) { return value < -spectrum.noise; });
  spectrum.index = std::max(spectrum.index, static_cast<double>(seen));
  if (static_cast<std::size_t>(seen) < spectrum.lowest.size())
    spectrum.index = static_cast<double>(seen);  // the rest is above zero: counted, not estimated
  return spectrum;
}

}  // namespace

Spectrum spectrum(Hessian& hessian, const SpectrumOptions& options) {
  const bool whole = hessian.dim() <= std::max(options.whole_up_to, 3 * options.n_ends + 10);
  return whole ? whole_spectrum(hessian, options.n_ends) : sampled_spectrum(hessian, options);
}

}  // namespace temper
