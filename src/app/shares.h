#pragma once
// --shares: how many replicas each rank gets, for ranks of unequal speed. It changes no number of
// the run, so it is no part of the config.

#include <string>
#include <vector>

#include "app/arguments.h"

namespace temper {

Flag shares_flag();

/// What the flag says, one number a rank; empty without it. Throws UsageError.
std::vector<double> shares_of(const Arguments& arguments, const Communicator& world);

/// Reads "2,1,1". Throws UsageError unless it has a number for each rank, none negative and not
/// all zero.
std::vector<double> parse_shares(const std::string& text, int n_ranks);

}  // namespace temper
