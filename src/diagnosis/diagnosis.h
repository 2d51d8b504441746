#pragma once
// What a run is worth, judged in one place: numbers, what they say in words, what to change, and
// one verdict. The end of temper train, temper diagnose, temper inspect, the report and Python all
// say what stands here (FORMAT.md has its form as a file).

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "diagnosis/diagnosed_run.h"
#include "diagnosis/finding.h"
#include "diagnosis/thermometer.h"
#include "tempering/evidence.h"

namespace temper {

/// Below, no series is long enough to judge.
inline constexpr std::size_t fewest_sweeps = 20;

/// What a run was made for, so that it is judged as what it is.
enum class Purpose {
  sample,    ///< draws from the distribution of its rungs
  search,    ///< the lowest minimum: run.goal = "optimise"
  descents,  ///< every rung at T = 0: nothing is sampled
  ensemble,  ///< predictions of copies that never exchange: run.goal = "predict" on one rung
};

/// Something that has a value on rung 0 in every sweep or draw, and what its series is worth.
struct QuantityReport {
  std::string name;
  double mean = 0;
  double standard_error = 0;
  double r_hat = std::numeric_limits<double>::quiet_NaN();      ///< NaN: all values are the same
  double bulk_size = std::numeric_limits<double>::quiet_NaN();  ///< effective ones
  double tail_size = std::numeric_limits<double>::quiet_NaN();
  std::size_t n_values = 0;  ///< of a copy
  /// The part of each copy's values that lie in the upper of two modes; empty: there are no two.
  std::vector<double> upper_share;
};

/// What the exchanges of kept sweeps come to.
struct LadderReport {
  std::string schedule;
  std::vector<double> acceptance;  ///< [R - 1] mean accept_prob; NaN: never proposed
  std::vector<double> rejection;   ///< [R - 1] by Metropolis' test, which defines the barrier
  double barrier = 0;              ///< parts that hardly exchange are told by energies
  std::size_t wanted_rungs = 0;
  std::vector<std::uint64_t> round_trips;  ///< [replica]
  double trip_rate = 0;  ///< of a copy, a sweep, by its schedule, if energies forgot each sweep
  double predicted_trips = 0;  ///< of all copies, at that rate

  std::uint64_t all_round_trips() const;
  double mean_acceptance() const;  ///< of the pairs that were proposed
  std::size_t tightest() const;    ///< the pair that exchanges least
};

enum class Light {
  green,  ///< nothing to change
  amber,  ///< to be read with care
  red,    ///< not to be relied on
  grey,   ///< too short to judge
};

const char* name_of(Light light);
const char* name_of(Purpose purpose);

struct Diagnosis {
  std::string path;
  std::uint64_t committed = 0;  ///< sweeps when it was judged
  std::size_t n_sweeps = 0;     ///< kept ones
  std::size_t n_rungs = 0, n_copies = 0;
  Purpose purpose = Purpose::sample;

  /// Descents count from the first sweep on, draws after warm-up.
  bool is_too_short() const {
    const bool descends = purpose == Purpose::search || purpose == Purpose::descents;
    return (descends ? committed : n_sweeps) < fewest_sweeps;
  }

  std::vector<QuantityReport> quantities;
  std::optional<LadderReport> ladder;  ///< nullopt: nothing was ever proposed
  std::vector<Thermometer> thermometers;
  std::optional<Evidence> evidence;  ///< nullopt: the ladder doesn't lead from the prior to T = 1
  std::vector<DiagnosisFinding> findings;  ///< the gravest first
  Light light = Light::grey;
  std::string verdict;  ///< a sentence without its full stop
};

/// Judges any run with at least one committed sweep, and always ends.
Diagnosis diagnose(const DiagnosedRun& run);

/// How many rungs the barrier of the run's ladder asks for. Requires a kept sweep with energies.
std::size_t rungs_wanted(const DiagnosedRun& run);

}  // namespace temper
