#include "report/rank_balance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text_width.h"
#include "report/host_name.h"

namespace temper {
namespace {

constexpr double least_loss = 0.1;  ///< of the time of the ranks that wait

}  // namespace

std::string balance_sentence(std::span<const RankLoad> loads, std::span<const std::string> hosts,
                             std::size_t per_file) {
  const bool all_busy = std::ranges::all_of(loads, [](const auto& l) { return l.n_replicas > 0; });
  if (loads.size() < 2 || !all_busy || longest(loads) < least_seconds_to_share) return "";
  const double lost = waiting_share(loads);
  if (lost < least_loss) return "";
  const auto slowest = static_cast<std::size_t>(
      std::ranges::max_element(loads, {}, &RankLoad::busy) - loads.begin());
  auto text =
      fmt::format("Waiting: {:.0f} % of the ranks' time went by waiting for rank {} on {}, ",
                  100 * lost, slowest, hosts[slowest]);
  const auto shares = better_shares(loads, per_file);
  if (!shares.empty())
    return text + fmt::format(
                      "which is slower: resume with --shares {:g} (the numbers stay the "
                      "same).\n",
                      fmt::join(shares, ","));
  return text +
         "and its share of the replicas cannot be made smaller: more replicas a rank, or "
         "a number of ranks that divides them, wait less.\n";
}

std::string rank_balance(const RankLoad& mine, std::size_t per_file, const Communicator& world) {
  const auto loads = gather_loads(mine, world);
  return wrapped(balance_sentence(loads, world.all_gather(host_name()), per_file));
}

std::string dealing_sentence(std::span<const double> shares) {
  const auto slowest = std::ranges::min_element(shares) - shares.begin();
  return fmt::format(
      "rank {} is slower than others: replicas are dealt anew, in the proportion {:g} (the numbers "
      "stay the same)\n",
      slowest, fmt::join(shares, ","));
}

}  // namespace temper
