#pragma once
// What a user asks for now and has not asked for before.

#include <vector>

#include "config/config.h"
#include "config/node.h"

namespace temper {

/// Keys that file or flags give in `now` and that read otherwise in `then`. Keys that the program
/// has supplied or decided aren't compared, nor those of a session.
std::vector<ChangedKey> changed_keys(const ConfigNode& then, const ConfigNode& now);

}  // namespace temper
