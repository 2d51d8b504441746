#pragma once
// Priors under which the parameters are independent, each with the width of its block.

#include <vector>

#include "posterior/prior.h"

namespace temper {

/// Density of a parameter: f((theta - mean) / width) / width, of the daughter's f; blocks with a
/// belief of their own keep that normal.
class IndependentPrior : public Prior {
 public:
  /// @param widths  [blocks]
  IndependentPrior(const std::vector<Block>& blocks, const std::vector<double>& widths);

  double energy(std::span<const float> theta) const final;
  void gradient(std::span<const float> theta, double weight, std::span<float> gradient) const final;
  void draw(std::span<float> theta, Rng& rng) const final;

 protected:
  virtual double minus_log_density(double z) const = 0;  ///< -ln f, with its constant
  virtual double slope(double z) const = 0;              ///< its derivative
  virtual double draw_one(Rng& rng) const = 0;           ///< from f

 private:
  struct Run {
    std::size_t offset, size;
    bool is_normal;
    double mean, width;
  };
  std::vector<Run> runs_;
};

}  // namespace temper
