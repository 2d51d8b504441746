#include "tempering/swap_tally.h"

#include <algorithm>
#include <cmath>

namespace temper {

void SwapTally::add(const std::vector<Swap>& swaps) {
  for (const auto& swap : swaps) {
    const double weight = swap.accept_prob;
    proposals_ += 1;
    examples_ += static_cast<double>(swap.n_examples);
    variances_ += swap.variance;
    weights_ += weight;
    biases_ += weight * swap.bias;
    squared_weights_ += weight * weight;
    crossed_biases_ += weight * weight * swap.bias;
    squared_biases_ += weight * weight * swap.bias * swap.bias;
  }
}

std::size_t SwapTally::n_proposals() const { return static_cast<std::size_t>(proposals_); }

double SwapTally::mean_examples() const { return examples_ / proposals_; }

double SwapTally::mean_variance() const { return variances_ / proposals_; }

double SwapTally::bias() const { return biases_ / weights_; }

double SwapTally::bias_error() const {
  const double mean = bias();
  const double square =
      squared_biases_ - 2 * mean * crossed_biases_ + mean * mean * squared_weights_;
  return std::sqrt(std::max(0.0, square)) / weights_;
}

std::vector<double> SwapTally::save() const {
  return {proposals_, examples_,        variances_,      weights_,
          biases_,    squared_weights_, crossed_biases_, squared_biases_};
}

void SwapTally::restore(const std::vector<double>& saved) {
  auto from = saved.begin();
  for (double* sum : {&proposals_, &examples_, &variances_, &weights_, &biases_, &squared_weights_,
                      &crossed_biases_, &squared_biases_})
    *sum = *from++;
}

}  // namespace temper
