#include "diagnosis/exchanges.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "diagnosis/kept_sweeps.h"
#include "tempering/barrier.h"
#include "tempering/round_trips.h"
#include "tempering/swap_phase.h"

namespace temper {
namespace {

RejectionRates rates_of(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  const auto test = make_chosen_swap_test(run.config.section("exchange"));
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

std::vector<std::uint64_t> round_trips_of(const DiagnosedRun& run) {
  const auto n = static_cast<std::ptrdiff_t>(run.tables.n_replicas());
  RoundTrips trips(run.tables.n_replicas());
  for (const auto sweep : run.sweeps) {
    const auto row = run.tables.rung_of.begin() + static_cast<std::ptrdiff_t>(sweep) * n;
    trips.visit({row, row + n}, run.tables.n_rungs);
  }
  return trips.count();
}

/// Less one for each replica: a run begins in the middle of everybody's trip.
double predicted_trips(const DiagnosedRun& run, double rate) {
  const double of_a_copy =
      rate * static_cast<double>(run.sweeps.size()) - static_cast<double>(run.tables.n_rungs);
  return static_cast<double>(run.tables.n_copies) * std::max(0.0, of_a_copy);
}

/// Pairs that hardly exchange are told by the energies on both sides.
double barrier_of(const DiagnosedRun& run, const std::vector<double>& rejection) {
  return predicted_barrier(energy_moments(run), rejection);
}

/// Mean and variance of the finite values; of none, 0.
EnergyMoments moments_of(double beta, const Copies& energy) {
  EnergyMoments moments{beta, 0, 0};
  double n = 0;
  for (const auto& copy : energy)
    for (const double value : copy)
      if (std::isfinite(value)) {
        const double step = value - moments.mean;
        moments.mean += step / ++n;
        moments.variance += step * (value - moments.mean);
      }
  moments.variance /= std::max(n, 1.0);
  return moments;
}

}  // namespace

std::vector<EnergyMoments> energy_moments(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  auto tempered = tables.energy;
  if (run.config.section("ladder").text("tempering", "posterior", "") == "posterior")
    std::transform(tempered.begin(), tempered.end(), tables.prior_energy.begin(), tempered.begin(),
                   std::plus<>());
  const auto sweeps = sweeps_with_energy(tables);
  std::vector<EnergyMoments> moments;
  for (std::size_t rung = 0; rung < tables.n_rungs; ++rung)
    moments.push_back(moments_of(beta_of(tables, rung), on_rung(tables, rung, tempered, sweeps)));
  return moments;
}

std::optional<LadderReport> exchanges_of(const DiagnosedRun& run) {
  const auto rates = rates_of(run);
  LadderReport report;
  for (const double rate : rates.rates()) report.acceptance.push_back(1 - rate);
  if (std::all_of(report.acceptance.begin(), report.acceptance.end(),
                  [](double a) { return std::isnan(a); }))
    return std::nullopt;
  const auto exchange = run.config.section("exchange");
  report.schedule = exchange.text("schedule", "even-odd", "");
  report.rejection = rates.metropolis_rates();
  report.barrier = barrier_of(run, report.rejection);
  report.wanted_rungs = recommended_rungs(report.barrier);
  report.round_trips = round_trips_of(run);
  report.trip_rate = round_trip_rate(rates.rates(), read_pair_schedule(exchange));
  report.predicted_trips = predicted_trips(run, report.trip_rate);
  return report;
}

std::size_t rungs_wanted(const DiagnosedRun& run) {
  return recommended_rungs(barrier_of(run, rates_of(run).metropolis_rates()));
}

std::uint64_t LadderReport::all_round_trips() const {
  return std::reduce(round_trips.begin(), round_trips.end(), std::uint64_t{0});
}

double LadderReport::mean_acceptance() const {
  double sum = 0, n = 0;
  for (const double a : acceptance)
    if (!std::isnan(a)) {
      sum += a;
      ++n;
    }
  return sum / n;
}

std::size_t LadderReport::tightest() const {
  std::size_t tightest = 0;
  for (std::size_t pair = 1; pair < acceptance.size(); ++pair)
    if (acceptance[pair] < acceptance[tightest] || std::isnan(acceptance[tightest]))
      tightest = pair;
  return tightest;
}

}  // namespace temper
