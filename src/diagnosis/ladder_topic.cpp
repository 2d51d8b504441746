#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "tempering/barrier.h"
#include "tempering/pilot.h"
#include "tempering/round_trips.h"
#include "tempering/swap_phase.h"

namespace temper {
namespace {

constexpr double least_acceptance = 0.1;

/// What the exchanges of kept sweeps come to.
struct Exchanges {
  std::vector<double> acceptance;  ///< mean accept_prob by pair; NaN: never proposed
  std::vector<double> rejection;   ///< by Metropolis' test, which defines the barrier
  std::uint64_t round_trips = 0;
  double trip_rate = 0;        ///< of a copy, a sweep, if energies forgot each sweep
  double predicted_trips = 0;  ///< at that rate
  double barrier = 0;
  std::size_t wanted_rungs = 0;

  bool has_any() const {
    return std::any_of(acceptance.begin(), acceptance.end(), [](double a) { return a == a; });
  }
  std::size_t tightest() const {
    std::size_t tightest = 0;
    for (std::size_t pair = 1; pair < acceptance.size(); ++pair)
      if (acceptance[pair] < acceptance[tightest] || std::isnan(acceptance[tightest]))
        tightest = pair;
    return tightest;
  }
};

RejectionRates rates_of(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  const auto test = make_registered(swap_tests(), run.config.section("exchange"), "test", "exact",
                                    "how an exchange is accepted or rejected");
  const auto n_pairs = tables.n_pairs(), width = tables.n_copies * n_pairs;
  RejectionRates rates(tables.n_rungs);
  for (const auto sweep : run.sweeps)
    for (std::size_t i = 0; i < width; ++i) {
      const double accept_prob = tables.accept_prob[sweep * width + i];
      if (!std::isnan(accept_prob))
        rates.add({{0, static_cast<std::uint32_t>(i % n_pairs), accept_prob, false, 0,
                    test->metropolis_prob(accept_prob), 0}});
    }
  return rates;
}

std::uint64_t round_trips_of(const DiagnosedRun& run) {
  const auto n = static_cast<std::ptrdiff_t>(run.tables.n_replicas());
  RoundTrips trips(run.tables.n_replicas());
  for (const auto sweep : run.sweeps) {
    const auto row = run.tables.rung_of.begin() + static_cast<std::ptrdiff_t>(sweep) * n;
    trips.visit({row, row + n}, run.tables.n_rungs);
  }
  return trips.total();
}

/// Less one for each replica: a run begins in the middle of everybody's trip.
double predicted_trips(const DiagnosedRun& run, double rate) {
  const double of_a_copy =
      rate * static_cast<double>(run.sweeps.size()) - static_cast<double>(run.tables.n_rungs);
  return static_cast<double>(run.tables.n_copies) * std::max(0.0, of_a_copy);
}

/// The barrier, with parts that hardly exchange told by the energies on both sides.
double barrier_of(const DiagnosedRun& run, const std::vector<double>& rejection) {
  const auto& tables = run.tables;
  auto tempered = tables.energy;
  if (run.config.section("ladder").text("tempering", "posterior", "") == "posterior")
    std::transform(tempered.begin(), tempered.end(), tables.prior_energy.begin(), tempered.begin(),
                   std::plus<>());
  const auto sweeps = sweeps_with_energy(tables);
  std::vector<EnergyMoments> moments;
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung) {
    const auto energy = on_rung(tables, rung, tempered, sweeps);
    moments.push_back({beta_of(tables, rung), mean(energy), variance(energy)});
  }
  return predicted_barrier(moments, rejection);
}

Exchanges exchanges_of(const DiagnosedRun& run) {
  const auto rates = rates_of(run);
  Exchanges exchanges;
  for (const double rate : rates.rates()) exchanges.acceptance.push_back(1 - rate);
  exchanges.rejection = rates.metropolis_rates();
  if (!exchanges.has_any()) return exchanges;
  exchanges.round_trips = round_trips_of(run);
  exchanges.trip_rate = round_trip_rate(rates.rates());
  exchanges.predicted_trips = predicted_trips(run, exchanges.trip_rate);
  exchanges.barrier = barrier_of(run, exchanges.rejection);
  exchanges.wanted_rungs = recommended_rungs(exchanges.barrier);
  return exchanges;
}

/// Of the pairs that were proposed.
double mean_acceptance(const std::vector<double>& acceptance) {
  double sum = 0, n = 0;
  for (const double a : acceptance)
    if (!std::isnan(a)) {
      sum += a;
      ++n;
    }
  return sum / n;
}

std::string acceptance_by_pair(const std::vector<double>& acceptance) {
  constexpr std::size_t a_line = 8;
  std::string text;
  for (std::size_t pair = 0; pair < acceptance.size(); ++pair) {
    const bool ends = pair % a_line + 1 == a_line || pair + 1 == acceptance.size();
    text += fmt::format("  {}–{} {:.2f}{}", pair, pair + 1, acceptance[pair], ends ? "\n" : "");
  }
  return text;
}

/// "corrected" rejects for the noise of its minibatches, and then its rates say nothing of rungs.
std::vector<std::string> advice_on_noise(const DiagnosedRun& run, const Exchanges& exchanges) {
  const auto pair = exchanges.tightest();
  if (run.config.section("exchange").text("test", "exact", "") != "corrected" ||
      exchanges.acceptance[pair] >= least_acceptance)
    return {};
  return {fmt::format(
      "Rungs {} and {} exchange with probability {:.3f}, and exchange.test = \"corrected\" rejects "
      "for the noise of its minibatches as well: a larger exchange.batch, or \"barker\", tells how "
      "much is due to the ladder.",
      pair, pair + 1, exchanges.acceptance[pair])};
}

std::vector<std::string> advice_on_rungs(const Exchanges& exchanges, std::size_t n_rungs) {
  const auto pair = exchanges.tightest();
  const auto wanted = exchanges.wanted_rungs;
  if (3 * n_rungs < 2 * wanted)
    return {
        fmt::format("The ladder is too coarse: rungs {} and {} exchange with probability {:.3f}; "
                    "a barrier of {:.1f} wants ladder.rungs = {}.",
                    pair, pair + 1, exchanges.acceptance[pair], exchanges.barrier, wanted)};
  if (exchanges.acceptance[pair] < least_acceptance)
    return {
        fmt::format("Rungs {} and {} exchange with probability {:.3f} only: ladder.adapt = true "
                    "and a longer run.warmup place them, or ladder.rungs = {}.",
                    pair, pair + 1, exchanges.acceptance[pair], n_rungs + n_rungs / 2)};
  if (n_rungs > 2 * wanted + 2)
    return {
        fmt::format("{} rungs are more than a barrier of {:.1f} needs: ladder.rungs = {} does "
                    "as much for less.",
                    n_rungs, exchanges.barrier, wanted)};
  return {};
}

std::vector<std::string> advice_on_trips(const DiagnosedRun& run, const Exchanges& exchanges) {
  constexpr double fewest_to_judge = 10;
  const double wanted = fewest_to_judge / static_cast<double>(run.tables.n_copies) +
                        static_cast<double>(run.tables.n_rungs);
  if (exchanges.predicted_trips < fewest_to_judge)
    return {fmt::format("The run is too short for round trips: temper resume {} --sweeps {:.0f}{}.",
                        run.path, std::ceil(wanted / exchanges.trip_rate),
                        run.tables.n_rungs > exchanges.wanted_rungs ? ", or fewer rungs" : "")};
  if (static_cast<double>(exchanges.round_trips) < exchanges.predicted_trips / 3)
    return {
        fmt::format("Replicas came round {} times, where their acceptance allows {:.0f}: they "
                    "hardly move between exchanges; more run.steps, or larger steps.",
                    exchanges.round_trips, exchanges.predicted_trips)};
  return {};
}

}  // namespace

std::size_t rungs_wanted(const DiagnosedRun& run) {
  return recommended_rungs(barrier_of(run, rates_of(run).metropolis_rates()));
}

Diagnosis diagnose_ladder(const DiagnosedRun& run) {
  if (run.tables.n_rungs < 2) return {};
  const auto exchanges = exchanges_of(run);
  if (!exchanges.has_any()) return {"No exchange was ever proposed: independent replicas.\n", {}};
  Diagnosis diagnosis;
  diagnosis.page = fmt::format(
      "barrier {:.2f}: about {} rungs suit it, there are {}\n"
      "round trips {}, of {:.0f} if energies forgot each sweep\n"
      "mean acceptance {:.2f}; the tightest pair is {} and {} with {:.3f}\n",
      exchanges.barrier, exchanges.wanted_rungs, run.tables.n_rungs, exchanges.round_trips,
      exchanges.predicted_trips, mean_acceptance(exchanges.acceptance), exchanges.tightest(),
      exchanges.tightest() + 1, exchanges.acceptance[exchanges.tightest()]);
  diagnosis.page += acceptance_by_pair(exchanges.acceptance);
  diagnosis.advice = advice_on_noise(run, exchanges);
  if (diagnosis.advice.empty()) diagnosis.advice = advice_on_rungs(exchanges, run.tables.n_rungs);
  if (exchanges.acceptance[exchanges.tightest()] < least_acceptance) return diagnosis;
  const auto of_trips = advice_on_trips(run, exchanges);
  diagnosis.advice.insert(diagnosis.advice.end(), of_trips.begin(), of_trips.end());
  return diagnosis;
}

}  // namespace temper
