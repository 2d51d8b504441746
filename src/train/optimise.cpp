#include "train/optimise.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/method.h"
#include "method/polish.h"
#include "train/problem.h"

namespace temper {
namespace {

/// A seed of its own for each tournament, so that none meets the starting points of another.
std::uint64_t tournament_seed(const Experiment& experiment, const Replica& replica,
                              std::uint64_t sweep) {
  Rng rng({experiment.run.seed, Stream::adapt, replica.id, static_cast<std::uint32_t>(sweep), 1});
  const std::uint64_t high = rng.word();
  return high << 32 | rng.word();
}

std::uint64_t evaluations(const Experiment& experiment, double epochs) {
  const auto n_points = static_cast<double>(experiment.potential->n_points());
  return std::max(Search::smallest_budget(problem_of(experiment)),
                  static_cast<std::uint64_t>(epochs * n_points));
}

/// A search that only polishes one state.
class Polish final : public Method {
 public:
  explicit Polish(const Floats& from) : from_(from) {}
  void run(Search& search) const override { polish(search, from_); }
  std::vector<Setting> grid() const override { return {}; }

 private:
  const Floats& from_;
};

}  // namespace

void start_by_tournament(const Experiment& experiment, Move& move, std::uint64_t sweep) {
  const auto& options = experiment.optimise;
  auto& replica = *move.replica;
  const auto seed = tournament_seed(experiment, replica, sweep);
  const auto starts = fmt::format("starts = {}", options.n_starts);
  Search search(problem_of(experiment), seed, evaluations(experiment, options.tournament_epochs));
  const auto& found =
      search.run(*methods().find("tournament")->make(Section::of("optimise", starts)));
  if (!found.theta().empty()) replica.theta = found.theta();
  experiment.kernel->start(
      move, {experiment.run.seed, Stream::init, replica.id, static_cast<std::uint32_t>(sweep), 1});
}

void polish_best(const Experiment& experiment, Replica& replica, std::uint64_t sweep) {
  if (!std::isfinite(replica.best.energy.U)) return;  // nothing was seen
  Search search(problem_of(experiment), experiment.run.seed,
                evaluations(experiment, experiment.optimise.polish_epochs));
  const auto& found = search.run(Polish(replica.best.theta));
  const auto& energy = found.energy();
  if (!(energy.U + energy.V < replica.best.energy.U + replica.best.energy.V)) return;
  replica.best.theta = found.theta();
  replica.best.energy = energy;
  replica.best.sweep = sweep;
}

}  // namespace temper
