#pragma once
// Training without a config file: what the flags of `temper train` stand for.

#include <vector>

#include "app/arguments.h"
#include "config/config.h"
#include "data/dataset.h"

namespace temper {

/// Flags that set a key of the config each, for the command line's help.
std::vector<Flag> shortcut_flags();

/// `--set` and the shortcut flags as overrides, in the order in which they win: `--set` last.
/// Throws UsageError for a `--set` without "=" or `--layers` that can't be read.
std::vector<Override> overrides_of(const Arguments& arguments);

/// Layers for `--layers auto`, and with no config file a length and a ladder that suit the data:
/// what the user has not given, sized so that a run takes a minute or two on one core.
std::vector<Override> suited_to(const Dataset& data, const Arguments& arguments,
                                const Config& config);

/// Throws UsageError unless the first and last of `--layers` are the data's sizes.
void check_layers(const Arguments& arguments, const Dataset& data);

}  // namespace temper
