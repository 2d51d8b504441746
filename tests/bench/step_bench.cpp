// Microseconds a step and replica of a network, with its parts and the share of the machine's
// matrix speed. Prints one JSON object, which the scripts beside it read.
//
//   bench_step NET BATCH REPLICAS [KERNEL [GROUP]]
//
//   NET       784-32-10: dense layers with tanh between them, softmax at the end;
//             1x8x8-c8-c16-10: an image, convolutions of 3 x 3 pixels with so many channels
//   KERNEL    [kernel] as TOML; default: sgd with momentum and Gaussian noise
//   GROUP     replicas that step together; default: as a run has it
//
// Forward is the losses of a minibatch, backward what a gradient costs beyond it, update all the
// rest of a step: noise, momentum, and the choice of the minibatch. Every number is the median of
// repetitions that take turns, since other load moves the clock.

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <functional>
#include <numeric>
#include <string>

#include "base/simd.h"
#include "bench/bench_net.h"
#include "config/config.h"
#include "kernel/kernel.h"
#include "net/gemm.h"

namespace {

using namespace temper;

constexpr std::size_t n_repetitions = 15;
constexpr double seconds_each = 0.02;
constexpr std::uint32_t steps_of_sweep = 10;

/// Of the CPU, so that a machine shared with other programs gives the same.
double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double seconds_of(const std::function<void()>& work, std::size_t times) {
  const double start = now();
  for (std::size_t i = 0; i < times; ++i) work();
  return now() - start;
}

/// Seconds that each of the works takes once.
std::vector<double> medians(const std::vector<std::function<void()>>& works) {
  std::vector<std::size_t> times;
  for (const auto& work : works) {
    std::size_t n = 1;
    while (seconds_of(work, n) < seconds_each / 4) n *= 2;
    times.push_back(4 * n);
  }
  std::vector<std::vector<double>> seconds(works.size());
  for (std::size_t repetition = 0; repetition < n_repetitions; ++repetition)
    for (std::size_t i = 0; i < works.size(); ++i)
      seconds[i].push_back(seconds_of(works[i], times[i]) / static_cast<double>(times[i]));
  std::vector<double> result;
  for (auto& each : seconds) {
    std::nth_element(each.begin(), each.begin() + n_repetitions / 2, each.end());
    result.push_back(each[n_repetitions / 2]);
  }
  return result;
}

/// The replicas of a rank that all stand on the rung T = 1.
class Replicas {
 public:
  Replicas(const std::string& kernel, Potential& potential, std::size_t n, std::size_t group)
      : potential_(potential), group_(group), replicas_(n), moves_(n) {
    const auto section = Section::of("kernel", kernel);
    kernel_ = make_registered(kernels(), section, "type", "sgd", "the kernel that steps");
    kernel_->prepare(potential, group);
    for (std::size_t i = 0; i < n; ++i) start(static_cast<std::uint32_t>(i));
  }

  /// Steps of every replica, group after group, as a sweep has them.
  void sweep(std::uint32_t n_steps) {
    for (std::size_t first = 0; first < moves_.size(); first += group_) {
      const auto group = std::span(moves_).subspan(first, std::min(group_, moves_.size() - first));
      for (std::uint32_t i = 0; i < n_steps; ++i)
        kernel_->step(group, {1, 0, step_ + i, step_ + i}, potential_);
    }
    step_ += n_steps;
  }

 private:
  void start(std::uint32_t id) {
    Replica& replica = replicas_[id];
    replica.id = id;
    replica.theta.resize(potential_.dim());
    replica.best.theta.resize(potential_.dim());
    replica.slots.assign(kernel_->slot_names().size(), Floats(potential_.dim()));
    replica.scalars.resize(kernel_->scalar_names().size());
    const RngKey key{1, Stream::init, id};
    Rng rng(key);
    potential_.initialise(replica.theta, rng);
    moves_[id] = {&replica, {1, Tempering::posterior}, kernel_->step_size(), {}};
    kernel_->start(moves_[id], key);
  }

  Potential& potential_;
  std::unique_ptr<Kernel> kernel_;
  std::size_t group_;
  std::vector<Replica> replicas_;
  std::vector<Move> moves_;
  std::uint32_t step_ = 0;
};

/// The gradients and the losses of one replica, on another minibatch each time.
class Passes {
 public:
  Passes(Potential& potential, std::size_t batch)
      : potential_(potential),
        rows_(batch),
        losses_(batch),
        theta_(potential.dim()),
        gradient_(potential.dim()) {
    Rng rng({1, Stream::init, 0});
    potential.initialise(theta_, rng);
    for (auto& row : rows_) row = rng.below(static_cast<std::uint32_t>(potential.n_points()));
  }
  void forward() { potential_.pointwise(theta_, rows_, losses_); }
  void both() { potential_.gradient(theta_, rows_, {}, gradient_); }

 private:
  Potential& potential_;
  std::vector<std::uint32_t> rows_;
  std::vector<double> losses_;
  Floats theta_, gradient_;
};

/// Floating-point operations a second of a matrix product that fits the cache.
double flops_of_gemm(double seconds, std::size_t n) {
  return 2 * static_cast<double>(n * n * n) / seconds;
}

void measure(const std::string& spec, std::size_t batch, std::size_t n_replicas,
             const std::string& kernel, std::size_t group) {
  const BenchNet net(spec, batch);
  Replicas replicas(kernel, net.potential(), n_replicas, group);
  Passes passes(net.potential(), batch);
  constexpr std::size_t n = 512;
  const Floats a(n * n, 0.5F), b(n * n, 0.25F);
  Floats c(n * n);

  const auto seconds = medians({
      [&] { replicas.sweep(steps_of_sweep); },
      [&] { passes.forward(); },
      [&] { passes.both(); },
      [&] {
        gemm({a.data(), n, n}, {b.data(), n, n}, c.data(), Update::assign);
      },
  });
  const double step = seconds[0] / static_cast<double>(n_replicas * steps_of_sweep);
  const double flops = net.flops() / step, peak = flops_of_gemm(seconds[3], n);
  fmt::print(
      "{{\"net\": \"{}\", \"batch\": {}, \"replicas\": {}, \"group\": {}, \"simd\": \"{}\", "
      "\"parameters\": {}, \"step_us\": {:.4g}, \"forward_us\": {:.4g}, \"backward_us\": {:.4g}, "
      "\"update_us\": {:.4g}, \"gflops\": {:.4g}, \"sgemm_gflops\": {:.4g}, "
      "\"sgemm_share\": {:.3f}}}\n",
      spec, batch, n_replicas, group, simd_path(), net.potential().dim(), 1e6 * step,
      1e6 * seconds[1], 1e6 * (seconds[2] - seconds[1]), 1e6 * (step - seconds[2]), 1e-9 * flops,
      1e-9 * peak, flops / peak);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4 || argc > 6) {
    fmt::print(stderr, "usage: bench_step NET BATCH REPLICAS [KERNEL [GROUP]]\n");
    return 64;
  }
  const auto number = [&](int i) { return std::stoul(argv[i]); };
  const std::string usual =
      fmt::format("type = \"sgd\"\nmomentum = 0.9\nlr = 1e-4\nbatch = {}", argv[2]);
  const std::string kernel =
      argc > 4 && *argv[4] != '\0' ? fmt::format("{}\nbatch = {}", argv[4], argv[2]) : usual;
  measure(argv[1], number(2), number(3), kernel, argc > 5 ? number(5) : 1);
}
