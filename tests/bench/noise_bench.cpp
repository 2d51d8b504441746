// Nanoseconds a weight of noise and of the fused update, on every instruction set that was
// compiled in and that this CPU has.
//
//   bench_noise --benchmark_repetitions=5 --benchmark_report_aggregates_only=true
//
// Compare within one run only: other load moves the clock.

#include <benchmark/benchmark.h>
#include <hwy/highway.h>

#include <string>

#include "base/floats.h"
#include "kernel/momentum_update.h"
#include "random/noise.h"

namespace {

using namespace temper;

void use_path(std::int64_t path) {
  hwy::SetSupportedTargetsForTest(path);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

void per_weight(benchmark::State& state, std::size_t n) {
  state.counters["s/weight"] =
      benchmark::Counter(static_cast<double>(n), benchmark::Counter::kIsIterationInvariantRate |
                                                     benchmark::Counter::kInvert);
}

void fill(benchmark::State& state, std::int64_t path, Noise kind, std::size_t n) {
  use_path(path);
  Floats out(n);
  RngKey key{1, Stream::kernel, 2, 3, 0};
  for (auto _ : state) {
    ++key.step;
    fill_noise(kind, key, 0, out);
    benchmark::DoNotOptimize(out.data());
  }
  per_weight(state, n);
}

void update(benchmark::State& state, std::int64_t path, Noise kind, std::size_t n) {
  use_path(path);
  Floats gradient(n, 0.1F), momentum(n), theta(n);
  RngKey key{1, Stream::kernel, 2, 3, 0};
  for (auto _ : state) {
    ++key.step;
    benchmark::DoNotOptimize(
        update_momentum({0.9F, 0.01F, kind, 0.1F}, key, gradient, momentum, theta));
  }
  per_weight(state, n);
}

void register_path(std::int64_t path) {
  const std::string name = hwy::TargetName(path);
  const std::pair<Noise, std::string> kinds[] = {
      {Noise::none, "none"}, {Noise::three_point, "three-point"}, {Noise::gaussian, "gaussian"}};
  for (const auto& [kind, word] : kinds)
    for (const std::size_t n : {100UL, 3'300UL, 50'000UL, 203'000UL}) {
      const std::string suffix = word + "/" + std::to_string(n);
      benchmark::RegisterBenchmark((name + "/update/" + suffix).c_str(), update, path, kind, n);
      if (kind != Noise::none && n == 3'300)
        benchmark::RegisterBenchmark((name + "/fill/" + suffix).c_str(), fill, path, kind, n);
    }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  for (const auto path : hwy::SupportedAndGeneratedTargets()) register_path(path);
  benchmark::RunSpecifiedBenchmarks();
}
