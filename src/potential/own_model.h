#pragma once
// A model of the user's, in float64, as a C library, a Stan model or a Python function offers it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "random/rng.h"

namespace temper {

/// One call for n thetas. An empty gradient isn't wanted.
struct OwnEvaluation {
  std::size_t n = 1;
  std::span<const double> theta;  ///< [n, P]
  std::span<double> U, V;         ///< [n] out
  std::span<double> grad_U;       ///< [n, P] out
  std::span<double> grad_V;       ///< [n, P] out
};

/// The same for one theta and some of the examples.
struct OwnRows {
  std::span<const double> theta;  ///< [P]
  std::span<const std::uint32_t> rows;
  std::span<double> U;               ///< [rows] out, of each example
  double V = 0;                      ///< out
  std::span<double> grad_U, grad_V;  ///< [P] out, U's summed over the rows
};

/// A call that fails throws RankError: the other ranks can't know of it.
class OwnModel {
 public:
  virtual ~OwnModel() = default;

  virtual std::string label() const = 0;           ///< what errors call it: "mine.so"
  virtual std::string file() const { return ""; }  ///< path of what it is made of; "": not known
  virtual std::size_t dim() const = 0;             ///< P
  virtual std::size_t n_points() const { return 1; }
  virtual bool has_rows() const { return false; }   ///< `evaluate_rows` works: it has data
  virtual bool has_batch() const { return false; }  ///< n thetas are more than a loop
  virtual bool has_prior_draws() const { return false; }
  virtual std::vector<std::string> names() const { return {}; }  ///< [P], or empty
  virtual std::vector<std::string> metric_names() const { return {}; }

  virtual void evaluate(const OwnEvaluation& call) = 0;
  virtual void evaluate_rows(OwnRows& /*call*/) {}
  virtual void draw_prior(std::span<double> /*theta*/, Rng& /*rng*/) {}
  /// False: the model doesn't say where to start.
  virtual bool start(std::span<double> /*theta*/, Rng& /*rng*/) { return false; }
  virtual void measure(std::span<const double> /*theta*/, std::span<double> /*out*/) {}
};

}  // namespace temper
