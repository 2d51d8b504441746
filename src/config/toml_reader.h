#pragma once
// The door to toml++: text in, values with their places out.

#include <optional>
#include <string>

#include "config/value.h"

namespace temper {

/// A whole file. The places of its values are "origin:line". Throws UsageError
/// "origin:line: not TOML: …".
Value read_toml(const std::string& text, const std::string& origin);

/// One value, such as `0.1` or `[1, 2]`; nullopt if the text isn't one.
std::optional<Value> read_toml_value(const std::string& text, const Place& place);

}  // namespace temper
