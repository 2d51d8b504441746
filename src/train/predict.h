#pragma once
// run.goal = "predict": an ensemble of posterior draws for predictions. Every replica begins where
// a descent of its own has ended (descent.h), and then samples at T = 1; one rung, many copies, as
// many and as long as the size of data and network and `run.budget` ask for. More copies are worth
// more than longer ones, once the energy is near its level.

#include <cstdint>
#include <optional>

#include "config/config.h"

namespace temper {

struct PredictOptions {
  double start_epochs = 0;  ///< of the descent; 0: replicas start at random
  double start_lr = 0;      ///< Adam's
  double patience = 0;      ///< epochs without a better score on the validation split
};

/// Supplies what the user has left open of [kernel] and [ladder], and reads [predict]. Call it
/// before those are read.
PredictOptions read_predict(Config& config);

/// How many copies, how long each goes on after its descent, and how exact its steps are.
struct PredictLength {
  static constexpr std::uint32_t steps = 20;    ///< of two gradients, in a sweep
  static constexpr std::uint64_t n_draws = 40;  ///< of a copy, at most

  std::size_t n_copies = 0;
  std::uint64_t n_warmup = 0, n_sweeps = 0;
  double error = 0;  ///< mclmc's energy error
};

/// @param gradients     over all the data, of all copies together
/// @param given_copies  none: as many as pay
PredictLength predict_length(std::size_t n_points, std::size_t n_parameters, double gradients,
                             std::optional<std::size_t> given_copies = {});

/// Supplies what the user has left open of [run] and [output], by run.budget (20 CPU seconds if
/// none is given). Call it before those are read.
/// @param n_points  N; @param n_parameters  P
void supply_length(Config& config, std::size_t n_points, std::size_t n_parameters);

}  // namespace temper
