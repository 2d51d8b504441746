#pragma once
// Writes what was read of a config as TOML.

#include <string>

#include "config/node.h"

namespace temper {

/// Every table and key that was read with its value, standard tables first. With comments: help,
/// range and whether it is the default, beside each key. Reading it gives the same values again.
std::string resolved_text(const ConfigNode& root, bool comments);

/// Keys that belong to a session and not to the run, which neither stores nor compares them.
bool is_of_session(const std::string& table, const std::string& key);

}  // namespace temper
