#pragma once
// The eigenvalues of a Hessian: minimum, saddle or maximum, and how sharp.
//
// Small networks get all of them from the whole matrix. Larger ones get both ends by Lanczos'
// method with restarts (Spectra), and the number of negative ones and the trace by stochastic
// Lanczos quadrature (Ghorbani, Krishnan and Xiao, "An investigation into neural net optimization
// via Hessian eigenvalue density", ICML 2019, section 2.2).

#include <cstdint>
#include <vector>

#include "landscape/hessian.h"
#include "random/rng.h"

namespace temper {

struct SpectrumOptions {
  std::size_t n_ends = 10;        ///< eigenvalues at either end
  std::size_t whole_up_to = 400;  ///< parameters for which the whole matrix is made
  std::size_t n_probes = 2;       ///< random vectors of the quadrature
  std::size_t probe_steps = 30;   ///< nodes of the quadrature from each
  RngKey key = {};                ///< of the random vectors
};

/// Eigenvalues in nats per squared unit of theta.
struct Spectrum {
  std::vector<double> lowest = {};         ///< [n_ends or fewer] rising
  std::vector<double> highest = {};        ///< [n_ends or fewer] falling
  std::vector<double> all = {};            ///< [P] rising; empty where they were not computed
  std::vector<double> lowest_vector = {};  ///< [P] the direction of the lowest one, of length 1
  double index = 0;  ///< negative ones: counted; estimated where `lowest` has no other
  double trace = 0;  ///< their sum: exact, or estimated where `all` is empty
  double noise = 0;  ///< an eigenvalue nearer to zero has no sign: measured, from H - H^T
};

Spectrum spectrum(Hessian& hessian, const SpectrumOptions& options);

}  // namespace temper
