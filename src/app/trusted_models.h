#pragma once
// A model of the user's own (a library, a function of Python) is code. The config that a user gives
// to `train` is his own word; the one inside a run may be somebody else's, and then its model is
// loaded only if the user has named it before, or says so.

#include <string>

#include "app/arguments.h"
#include "config/config.h"

namespace temper {

/// --trust-model, of commands that build the target of a stored run.
Flag trust_flag();

/// Notes that the user has named the config's model, if it has one: a line in
/// $XDG_STATE_HOME/temper/trusted-models (without it in ~/.local/state), which may fail. The root
/// does it for all.
void trust_model(const Config& config, const Communicator& world);

/// Before the target of a stored run is built. Throws UsageError on every rank if its config names
/// a model that the user has neither named before nor trusts by the flag. Collective.
void require_trusted_model(const Arguments& arguments, const Config& stored,
                           const std::string& folder, const Communicator& world);

}  // namespace temper
