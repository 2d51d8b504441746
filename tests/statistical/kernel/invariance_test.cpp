// Statistical, over the registry: every kernel leaves its rung's distribution unchanged.
//
// 4,000 replicas start at exact draws, move, and must still have the known means and variances:
// |z| < 4.5 fails for one good seed in 147,000 a moment, so for one in 1,000 over all of this
// file. Kernels that are exact take steps large enough for their test to reject often; those
// that are exact in the limit of small steps take steps whose bias is below a standard error.

#include <gtest/gtest.h>

#include <map>

#include "statistical/as_word.h"
#include "statistical/kernel/ensemble.h"

namespace temper {
namespace {

constexpr std::size_t n_replicas = 4'000;

/// How a kernel is tested. One that isn't in the table is tested with its defaults.
struct Setting {
  std::string options;
  std::uint32_t n_steps = 60;
};

Setting setting_of(const std::string& kernel) {
  static const std::map<std::string, Setting> table = {
      {"hmc", {"step = 0.7\nleapfrog = 3"}},
      {"mala", {"step = 1.0"}},
      {"mams", {"step = 0.7\nlength = 2\nintegrator = \"leapfrog\""}},
      {"minibatch-mh", {"step = 1.0"}},
      {"mclmc", {"step = 0.1\nmemory = 10"}},
      {"psgld", {"lr = 0.02\nadapt = 10\ndamping = 0.5", 300}},  // first forgets its adaptation
      {"random-direction", {"lr = 0.01"}},
      {"rwm", {"step = 1.0"}},
      {"sgd", {"lr = 0.003"}},
      {"sghmc", {"lr = 0.003\nnoise = \"three-point\""}},
      {"sgld", {"lr = 0.01"}},
      {"sgnht", {"lr = 0.003"}},
  };
  const auto found = table.find(kernel);
  return found == table.end() ? Setting{} : found->second;
}

/// Where a wrong kernel isn't seen to be wrong.
constexpr const char* too_slow = "longer or more steps, by setting_of, would show it";

std::unique_ptr<Kernel> make_set(const std::string& kernel) {
  return make_kernel(kernel, setting_of(kernel).options);
}

/// Rungs that the kernel can serve; none if it only descends.
std::vector<Target> targets_of(const Kernel& kernel) {
  std::vector<Target> targets;
  for (const Target& target :
       {Target{1, Tempering::posterior}, Target{2, Tempering::likelihood},
        Target{0.5, Tempering::posterior}, Target{infinity, Tempering::likelihood}})
    if (serves(kernel, target)) targets.push_back(target);
  return targets;
}

std::unique_ptr<AnalyticPotential> gaussian() {
  return make_analytic("gaussian", "dim = 3\ncondition = 4\nprior_scale = 2");
}

/// The worst score after moving from an exact start.
double drift_from(AnalyticPotential& potential, Kernel& kernel, const Target& target,
                  std::uint32_t n_steps) {
  Ensemble ensemble(kernel, potential, target, n_replicas);
  ensemble.step(n_steps);
  return ensemble.worst_score(potential.known(target).value());
}

class KernelInvariance : public testing::TestWithParam<std::string> {
 protected:
  static std::uint32_t n_steps() { return setting_of(GetParam()).n_steps; }
};

TEST_P(KernelInvariance, LeavesAGaussianUnchanged) {
  const auto kernel = make_set(GetParam());
  for (const auto& target : targets_of(*kernel))
    EXPECT_LT(drift_from(*gaussian(), *kernel, target, n_steps()), 4.5)
        << "T = " << target.temperature;
}

TEST_P(KernelInvariance, LeavesADoubleWellUnchanged) {
  const auto kernel = make_set(GetParam());
  for (const auto& target : targets_of(*kernel))
    EXPECT_LT(drift_from(*make_analytic("double-well", "height = 2"), *kernel, target, n_steps()),
              4.5)
        << "T = " << target.temperature;
}

TEST_P(KernelInvariance, LeavesABananaUnchanged) {
  const auto kernel = make_set(GetParam());
  for (const auto& target : targets_of(*kernel))
    EXPECT_LT(drift_from(*make_analytic("banana", "bend = 0.5\nprior_scale = 2"), *kernel, target,
                         n_steps()),
              4.5)
        << "T = " << target.temperature;
}

/// The worst score, over the parameters, of the covariance of neighbouring replicas, which are
/// independent.
double covariance_score(Kernel& kernel, const Target& target, std::uint32_t n_steps) {
  const auto potential = gaussian();
  Ensemble ensemble(kernel, *potential, target, n_replicas);
  ensemble.step(n_steps);
  const auto& replicas = ensemble.replicas();
  double worst = 0;
  for (std::size_t p = 0; p < potential->dim(); ++p) {
    std::vector<double> products;
    for (std::size_t i = 0; i + 1 < n_replicas; i += 2)
      products.push_back(double{replicas[i].theta[p]} * replicas[i + 1].theta[p]);
    worst = std::max(worst, std::abs(score(products, 0)));
  }
  return worst;
}

TEST_P(KernelInvariance, MovesReplicasIndependently) {
  const auto kernel = make_set(GetParam());
  for (const auto& target : targets_of(*kernel))
    EXPECT_LT(covariance_score(*kernel, target, n_steps()), 4.5);
}

/// A kernel that is told something wrong before each step.
class Misled : public Kernel {
 public:
  explicit Misled(std::unique_ptr<Kernel> kernel) : kernel_(std::move(kernel)) {}
  std::vector<std::string> slot_names() const override { return kernel_->slot_names(); }
  std::vector<std::string> scalar_names() const override { return kernel_->scalar_names(); }
  double step_size() const override { return kernel_->step_size(); }
  void check(const Target& target) const override { kernel_->check(target); }
  void prepare(const Potential& p, std::size_t n) override { kernel_->prepare(p, n); }
  void start(Move& move, const RngKey& key) const override { kernel_->start(move, key); }
  void step(std::span<Move> group, const StepKey& key, Potential& potential) override {
    for (auto& move : group) {
      Move wrong = move;
      const auto id = move.replica->id;
      mislead(wrong);
      kernel_->step({&wrong, 1}, key, potential);
      learn(wrong);
      move.replica->id = id;
    }
  }

 private:
  virtual void mislead(Move& move) const = 0;
  virtual void learn(const Move& /*moved*/) {}
  std::unique_ptr<Kernel> kernel_;
};

class AppliesBetaTwice final : public Misled {
  using Misled::Misled;
  void mislead(Move& move) const override { move.target.temperature *= move.target.temperature; }
};

class TempersThePrior final : public Misled {
  using Misled::Misled;
  void mislead(Move& move) const override { move.target.tempering = Tempering::posterior; }
};

class SharesRandomNumbers final : public Misled {
  using Misled::Misled;
  void mislead(Move& move) const override { move.replica->id = 0; }
};

TEST_P(KernelInvariance, CatchesBetaAppliedTwice) {
  const Target target{2, Tempering::posterior};
  AppliesBetaTwice wrong(make_set(GetParam()));
  if (!serves(wrong, target)) return;
  EXPECT_GT(drift_from(*gaussian(), wrong, target, n_steps()), 9) << too_slow;
}

TEST_P(KernelInvariance, CatchesAPriorThatIsTempered) {
  const Target target{4, Tempering::likelihood};
  TempersThePrior wrong(make_set(GetParam()));
  if (!serves(wrong, target)) return;
  EXPECT_GT(drift_from(*gaussian(), wrong, target, n_steps()), 9) << too_slow;
}

TEST_P(KernelInvariance, CatchesRandomNumbersSharedBetweenReplicas) {
  SharesRandomNumbers wrong(make_set(GetParam()));
  const auto targets = targets_of(wrong);
  if (targets.empty()) return;
  EXPECT_GT(covariance_score(wrong, targets.front(), n_steps()), 9);
}

/// The step follows the acceptance, each replica's its own, as in a warm-up that never ends.
class AdaptsWhileSampling final : public Misled {
  using Misled::Misled;
  void mislead(Move& move) const override {
    const auto found = factor_.find(move.replica->id);
    if (found != factor_.end()) move.step_size *= found->second;
  }
  void learn(const Move& moved) override {
    auto& factor = factor_.try_emplace(moved.replica->id, 1).first->second;
    factor *= std::exp(moved.sums.accept_prob - 0.6);
  }
  std::map<std::uint32_t, double> factor_;
};

TEST(KernelInvarianceItself, CatchesAdaptationThatGoesOnWhileSampling) {
  AdaptsWhileSampling wrong(make_set("rwm"));
  const auto potential = make_analytic("banana");
  EXPECT_GT(drift_from(*potential, wrong, {1, Tempering::posterior}, 100), 9);
}

// The step of mala without its Metropolis test: sgld of lr = step²/2.
TEST(KernelInvarianceItself, CatchesAMissingMetropolisTest) {
  const auto uncorrected = make_kernel("sgld", "lr = 0.5\nbatch = \"full\"");
  EXPECT_GT(drift_from(*gaussian(), *uncorrected, {1, Tempering::posterior}, 60), 9);
}

INSTANTIATE_TEST_SUITE_P(Registry, KernelInvariance, testing::ValuesIn(kernels().names()),
                         AsWord());

}  // namespace
}  // namespace temper
