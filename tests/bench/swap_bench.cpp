// Microseconds of a swap phase, which every rank works out for all replicas.
//
//   bench_swap --benchmark_repetitions=5 --benchmark_report_aggregates_only=true

#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

#include "config/section.h"
#include "tempering/swap_phase.h"

namespace {

using namespace temper;

void exact_phase(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const Ladder ladder{Tempering::posterior, spread_temperatures(1, 10, n), {}};
  const auto test = swap_tests().find("exact")->make(Section::of("exchange"));
  std::vector<double> energy(n);
  for (std::size_t i = 0; i < n; ++i) energy[i] = static_cast<double>(i * 7919 % 101);
  ReplicaAt replica_at(n);
  std::iota(replica_at.begin(), replica_at.end(), 0U);
  SwapKey key{1, 0};
  for (auto _ : state) {
    const auto proposals = propose_swaps(PairSchedule::even_odd, n, replica_at, key);
    const auto differences = exact_differences(proposals, energy, 1000);
    replica_at = swap_phase(ladder, *test, proposals, differences, replica_at, key).replica_at;
    ++key.sweep;
  }
  state.SetComplexityN(state.range(0));
}

BENCHMARK(exact_phase)
    ->RangeMultiplier(10)
    ->Range(10, 10000)
    ->Unit(benchmark::kMicrosecond)
    ->Complexity(benchmark::oN);

}  // namespace

BENCHMARK_MAIN();
