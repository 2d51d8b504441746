#pragma once
// Whether ranks wait for one another, in words.

#include <span>
#include <string>

#include "comm/communicator.h"
#include "train/rank_load.h"

namespace temper {

/// A sentence that names the slowest rank, what the others lose by it, and the `--shares` that
/// evens it out; "" if that is less than a tenth of the time, or if a replica more or less cannot
/// help. @param hosts  [rank]  @param per_file  replicas that stay together
std::string balance_sentence(std::span<const RankLoad> loads, std::span<const std::string> hosts,
                             std::size_t per_file);

/// The sentence for what this rank has done, on every rank. Collective.
std::string rank_balance(const RankLoad& mine, std::size_t per_file, const Communicator& world);

/// What is about to be done by itself: "temper: rank 1 is slower than others: …".
std::string dealing_sentence(std::span<const double> shares);

}  // namespace temper
