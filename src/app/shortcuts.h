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

/// True if neither file nor flags say anything about the kernel.
bool leaves_kernel_open(const Config& config);

/// Layers for `--layers auto`; with no config file, what the user has not given of kernel, ladder
/// and length as well: draws from the posterior, the rest left to a plan (train/plan.h), or an
/// ensemble if the kernel only descends.
std::vector<Override> suited_to(const Dataset& data, const Arguments& arguments,
                                const Config& config);

/// Draws from the posterior: a ladder from it to the prior, by hmc unless a kernel is asked for,
/// all of the rest by a pilot (train/plan.h).
std::vector<Override> tempering_to_the_prior(const Dataset& data, const Config& config);

/// Throws UsageError unless the first and last of `--layers` are the data's sizes.
void check_layers(const Arguments& arguments, const Dataset& data);

}  // namespace temper
