// Statistical: log Z is the known one, within the standard error that is printed beside it.
//
// The ladder is simulated with exact draws: in each sweep a replica is drawn afresh from its rung
// with probability 0.3, else stays as it is (which leaves the rung unchanged, but makes series as
// correlated as those of a kernel), then neighbours are exchanged by the Metropolis test. Of a
// state only its energy matters. z = (log Z - truth) / standard error of 100 seeds, two copies
// each; if z is standard normal, the sum of z² leaves [49, 172] for 1 choice of seeds in 70,000,
// and |mean z| sqrt(100) exceeds 4.5 for 1 in 147,000.

#include "tempering/evidence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "config/section.h"
#include "potential/analytic.h"
#include "potential/potentials.h"
#include "random/rng.h"
#include "statistical/as_word.h"
#include "tempering/ladder.h"

namespace temper {
namespace {

constexpr std::size_t n_seeds = 100, n_copies = 2, n_sweeps = 500;

struct Problem {
  const char* type;
  const char* options;
  std::size_t n_rungs;
};

/// Energies of independent draws: [rung][draw].
std::vector<std::vector<double>> draw_energies(AnalyticPotential& potential, const Ladder& ladder,
                                               std::size_t n_draws) {
  std::vector<std::vector<double>> energy(ladder.size());
  std::vector<float> theta(potential.dim());
  for (std::size_t rung = 0; rung < ladder.size(); ++rung)
    for (std::size_t draw = 0; draw < n_draws; ++draw) {
      Rng rng({/*seed=*/1, Stream::kernel, static_cast<std::uint32_t>(draw),
               static_cast<std::uint32_t>(rung), /*step=*/0});
      potential.draw(ladder.target(rung), theta, rng);
      energy[rung].push_back(potential.energy(theta).U);
    }
  return energy;
}

/// One copy of a ladder: states that stay or are drawn afresh, and change places.
class Simulation {
 public:
  Simulation(const Ladder& ladder, std::uint64_t seed, std::size_t copy)
      : ladder_(ladder), seed_(seed), copy_(copy), energy_(ladder.size()) {}

  /// Draws afresh where `pool` [rung][draw] has what a coin asks for. Energies by rung.
  const std::vector<double>& explore(std::uint32_t sweep,
                                     const std::vector<std::vector<double>>& pool) {
    auto rng = random(sweep, /*step=*/0);
    const auto draw = (seed_ * n_copies + copy_) * n_sweeps + sweep;
    for (std::size_t k = 0; k < energy_.size(); ++k)
      if (rng.uniform() < 0.3 || sweep == 0 || ladder_.beta(k) == 0) energy_[k] = pool[k][draw];
    return energy_;
  }

  void exchange(std::uint32_t sweep) {
    auto rng = random(sweep, /*step=*/1);
    for (std::size_t k = sweep % 2; k + 1 < energy_.size(); k += 2) {
      const double d = ladder_.beta(k) - ladder_.beta(k + 1);
      if (std::log(rng.uniform()) < d * (energy_[k] - energy_[k + 1]))
        std::swap(energy_[k], energy_[k + 1]);
    }
  }

 private:
  Rng random(std::uint32_t sweep, std::uint32_t step) const {
    return Rng({seed_, Stream::swap, static_cast<std::uint32_t>(copy_), sweep, step});
  }

  const Ladder& ladder_;
  std::uint64_t seed_;
  std::size_t copy_;
  std::vector<double> energy_;
};

RungEnergies run(const Ladder& ladder, const std::vector<std::vector<double>>& pool,
                 std::uint64_t seed) {
  RungEnergies energies;
  for (std::size_t k = 0; k < ladder.size(); ++k) energies.beta.push_back(ladder.beta(k));
  energies.energy.assign(ladder.size(), Copies(n_copies));
  for (std::size_t copy = 0; copy < n_copies; ++copy) {
    Simulation simulation(ladder, seed, copy);
    for (std::uint32_t sweep = 0; sweep < n_sweeps; ++sweep) {
      const auto& energy = simulation.explore(sweep, pool);
      for (std::size_t k = 0; k < ladder.size(); ++k) energies.energy[k][copy].push_back(energy[k]);
      simulation.exchange(sweep);
    }
  }
  return energies;
}

/// z of the evidence by seed.
std::vector<double> z_scores(const Problem& problem) {
  const auto made =
      potentials().find(problem.type)->make(Section::of("potential", problem.options));
  auto& potential = dynamic_cast<AnalyticPotential&>(*made);
  const Ladder ladder{Tempering::likelihood, spread_temperatures(1, infinity, problem.n_rungs), {}};
  const double truth = potential.known(ladder.target(0))->log_Z;
  const auto pool = draw_energies(potential, ladder, n_seeds * n_copies * n_sweeps);
  std::vector<double> scores;
  for (std::uint64_t seed = 0; seed < n_seeds; ++seed) {
    const auto found = evidence(run(ladder, pool, seed));
    scores.push_back((found.log_Z - truth) / found.standard_error);
  }
  return scores;
}

class EvidenceOfKnownPotentials : public testing::TestWithParam<Problem> {};

TEST_P(EvidenceOfKnownPotentials, IsWithinItsStandardError) {
  double sum = 0, squares = 0;
  for (const double z : z_scores(GetParam())) {
    EXPECT_LT(std::abs(z), 5);
    sum += z;
    squares += z * z;
  }
  EXPECT_GT(squares, 49);
  EXPECT_LT(squares, 172);
  EXPECT_LT(std::abs(sum) / std::sqrt(n_seeds), 4.5);
}

INSTANTIATE_TEST_SUITE_P(Registry, EvidenceOfKnownPotentials,
                         testing::Values(Problem{"gaussian", "dim = 10\ncondition = 100", 6},
                                         Problem{"linear-regression", "dim = 5\npoints = 40", 12},
                                         Problem{"mixture", "dim = 3", 8},
                                         Problem{"double-well", "dim = 2", 8},
                                         Problem{"banana", "", 5}, Problem{"funnel", "dim = 4", 6}),
                         [](const auto& problem) { return as_word(problem.param.type); });

}  // namespace
}  // namespace temper
