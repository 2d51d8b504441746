#pragma once
// What the swap tests of a run looked at, and how far off they may be.

#include <cstddef>
#include <vector>

#include "tempering/swap_phase.h"

namespace temper {

class SwapTally {
 public:
  void add(const std::vector<Swap>& swaps);

  std::size_t n_proposals() const;
  double mean_examples() const;  ///< looked at in each replica of a proposal
  double mean_variance() const;  ///< of the estimated log ratios

  /// Mean of SwapTest::bias, each proposal counting by its accept_prob: what is hardly ever
  /// accepted can hardly do harm. NaN without proposals.
  double bias() const;
  double bias_error() const;  ///< its standard error

  /// As numbers, for a checkpoint, and back.
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  double proposals_ = 0;
  double examples_ = 0;
  double variances_ = 0;
  double weights_ = 0;          ///< sum of w = accept_prob
  double biases_ = 0;           ///< sum of w bias
  double squared_weights_ = 0;  ///< sum of w²
  double crossed_biases_ = 0;   ///< sum of w² bias
  double squared_biases_ = 0;   ///< sum of w² bias²
};

}  // namespace temper
