#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/printable.h"
#include "diagnosis/kept_sweeps.h"
#include "diagnosis/topics.h"

namespace temper {
namespace {

constexpr double late = 0.9;            ///< of the sweeps: what is found after that is found late
constexpr double still_falling = 1e-3;  ///< of the fall so far: less is no fall

/// U + V of the lowest state of all replicas, up to each sweep with finite energies.
std::vector<double> lowest_so_far(const StoredTables& tables) {
  std::vector<double> lowest;
  double least = std::numeric_limits<double>::infinity();
  const auto n = tables.n_replicas();
  for (std::uint64_t sweep = 0; sweep < tables.committed; ++sweep) {
    for (auto i = sweep * n; i < (sweep + 1) * n; ++i) {
      const double objective = tables.energy[i] + tables.prior_energy[i];
      if (std::isfinite(objective)) least = std::min(least, objective);
    }
    if (std::isfinite(least)) lowest.push_back(least);
  }
  return lowest;
}

}  // namespace

void judge_descent(const DiagnosedRun& run, Diagnosis& diagnosis) {
  const auto lowest = lowest_so_far(run.tables);
  if (lowest.size() < fewest_sweeps) return;
  const double fall = lowest.front() - lowest.back();
  const auto at = static_cast<std::size_t>(late * static_cast<double>(lowest.size()));
  // The last sweep of a search polishes: its fall is no sign that the search goes on.
  const double end = lowest[lowest.size() - 2], recent = lowest[at] - end;
  if (!(recent > still_falling * fall)) return;
  diagnosis.findings.push_back(
      {"descent.falling",
       diagnosis.purpose == Purpose::search ? Severity::care : Severity::note,
       fmt::format(
           "U + V still fell by {:.3g} nats in the last tenth of the sweeps, of {:.3g} since "
           "the start.",
           recent, fall),
       fmt::format("temper resume {} --sweeps {}.", shell_word(run.path), 2 * run.sweeps.size()),
       {{"recent", recent}, {"fall", fall}}});
}

}  // namespace temper
