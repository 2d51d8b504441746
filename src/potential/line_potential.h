#pragma once
// Any shape along the first parameter, a Gaussian across it: several minima, and everything known
// at every temperature by quadrature.
//
//   U = along(theta_0) + sum_{i > 0} theta_i² / (2 across_sd²)
//   V = -sum_i ln N(theta_i; 0, prior_sd²)

#include <optional>

#include "potential/analytic.h"
#include "potential/line_table.h"

namespace temper {

class Section;

class LinePotential : public AnalyticPotential {
 public:
  std::size_t dim() const override { return dim_; }
  std::optional<Known> known(const Target& target) const override;
  void draw(const Target& target, std::span<float> theta, Rng& rng) const override;

 protected:
  /// Reads `dim`, `across_sd` and `prior_sd`.
  explicit LinePotential(const Section& options, std::int64_t usual_dim = 2);

  /// Bounded below. @param slope  out, its derivative
  virtual double along(double x, double& slope) const = 0;

  Energy evaluate(std::span<const float> theta, Weights weights,
                  std::span<float> gradient) override;

 private:
  const LineTable& table(Weights weights) const;
  double across_precision(Weights weights) const;

  std::size_t dim_;
  double across_sd_, prior_sd_;
  mutable std::optional<LineTable> table_;  ///< of the weights last asked for
  mutable Weights table_weights_;
};

}  // namespace temper
