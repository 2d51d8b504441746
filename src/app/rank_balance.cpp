#include "app/rank_balance.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "app/host_name.h"
#include "base/text_width.h"
#include "train/placement.h"

namespace temper {
namespace {

constexpr double least_loss = 0.1;   ///< of the time of the ranks that wait
constexpr double least_seconds = 1;  ///< below, shares of the time are noise

double longest(std::span<const RankLoad> loads) {
  return std::ranges::max(loads, {}, &RankLoad::busy).busy;
}

/// The share of all ranks' time that is spent on waiting for the slowest.
double loss(std::span<const RankLoad> loads) {
  double busy = 0;
  for (const auto& load : loads) busy += load.busy;
  return 1 - busy / (longest(loads) * static_cast<double>(loads.size()));
}

/// The same ranks with the replicas dealt by `shares`.
std::vector<RankLoad> dealt(std::span<const RankLoad> loads, std::span<const double> shares) {
  std::size_t n_replicas = 0;
  for (const auto& load : loads) n_replicas += load.n_replicas;
  std::vector<RankLoad> result;
  for (std::size_t rank = 0; rank < loads.size(); ++rank) {
    const auto n = replicas_of_rank(n_replicas, static_cast<int>(rank), shares).size();
    const double each = loads[rank].busy / static_cast<double>(loads[rank].n_replicas);
    result.push_back({n, each * static_cast<double>(n)});
  }
  return result;
}

}  // namespace

std::vector<double> even_shares(std::span<const RankLoad> loads) {
  std::vector<double> speeds;
  for (const auto& load : loads) speeds.push_back(static_cast<double>(load.n_replicas) / load.busy);
  const double fastest = std::ranges::max(speeds);
  for (auto& speed : speeds) speed = std::round(100 * speed / fastest) / 100;
  return speeds;
}

std::string balance_sentence(std::span<const RankLoad> loads, std::span<const std::string> hosts) {
  const bool all_busy = std::ranges::all_of(loads, [](const auto& l) { return l.n_replicas > 0; });
  if (loads.size() < 2 || !all_busy || longest(loads) < least_seconds) return "";
  const double lost = loss(loads);
  if (lost < least_loss) return "";
  const auto slowest = static_cast<std::size_t>(
      std::ranges::max_element(loads, {}, &RankLoad::busy) - loads.begin());
  auto text =
      fmt::format("Waiting: {:.0f} % of the ranks' time went by waiting for rank {} on {}, ",
                  100 * lost, slowest, hosts[slowest]);
  const auto shares = even_shares(loads);
  if (loss(dealt(loads, shares)) < lost - least_loss / 2)
    return text + fmt::format(
                      "which is slower: resume with --shares {:g} (the numbers stay the "
                      "same).\n",
                      fmt::join(shares, ","));
  return text +
         "and its share of the replicas cannot be made smaller: more replicas a rank, or "
         "a number of ranks that divides them, wait less.\n";
}

std::string rank_balance(const Stopwatch& watch, std::size_t n_replicas,
                         const Communicator& world) {
  const double mine[] = {static_cast<double>(n_replicas),
                         watch.seconds(Phase::explore) + watch.seconds(Phase::energy)};
  const auto all = world.all_gather(mine);
  const auto hosts = world.all_gather(host_name());
  std::vector<RankLoad> loads;
  for (std::size_t i = 0; i < all.size(); i += 2)
    loads.push_back({static_cast<std::size_t>(all[i]), all[i + 1]});
  return wrapped(balance_sentence(loads, hosts));
}

}  // namespace temper
