#pragma once
// What a landscape shows: the objective U + V of a potential, over all of its data or a part.

#include <cstdint>
#include <span>
#include <vector>

#include "potential/potential.h"

namespace temper {

class Objective {
 public:
  /// @param examples  row numbers; U is then estimated from them, times N over their number. Empty:
  ///                  all of the data
  explicit Objective(Potential& potential, std::vector<std::uint32_t> examples = {});

  std::size_t dim() const { return potential_->dim(); }  ///< P
  std::size_t n_points() const { return potential_->n_points(); }
  Potential& potential() const { return *potential_; }

  Energy energy(std::span<const float> theta);
  double value(std::span<const float> theta);  ///< U + V, nats

  /// @param gradient  [P] out: of U + V, nats a unit of theta
  /// @returns U + V
  double gradient(std::span<const float> theta, std::span<float> gradient);

 private:
  Potential* potential_;
  std::vector<std::uint32_t> examples_;
  std::vector<double> losses_;  ///< [examples]
};

/// `n` of the N row numbers at even distances; empty, which is all of them, if n is not below N.
std::vector<std::uint32_t> spread_examples(std::size_t n_points, std::size_t n);

}  // namespace temper
