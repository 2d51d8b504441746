#pragma once
// A target without a network, which may be a user's own.

#include <memory>

#include "comm/communicator.h"
#include "config/config.h"
#include "potential/potential.h"
#include "tempering/ladder.h"

namespace temper {

/// What [potential] describes. A user's library may fail on one rank alone: then every rank throws.
/// Collective.
std::unique_ptr<Potential> make_target(const Config& config, const Communicator& world);

/// Throws UsageError if a rung draws from a prior that the user's model doesn't have.
void require_prior_draws(const Ladder& ladder, const Potential& potential);

/// Path of the file that a user's own model is made of; "" of others, or if it isn't known.
std::string file_of_model(const Potential& potential);

/// What the user should know of it before the run, a line each; "" as a rule.
std::string notes_on(const Potential& potential);

}  // namespace temper
