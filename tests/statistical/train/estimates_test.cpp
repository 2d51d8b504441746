// Statistical: what runs of the engine estimate is the truth within the standard error stated.
//
// Each problem is run with 50 seeds ($TEMPER_SEEDS) by a kernel with a Metropolis test, ladder and
// steps adapted in warm-up. Of each run, log Z as `temper evidence` prints it and the mean and the
// variance of theta_0 on rung 0 become z-scores by their own standard errors, which must be
// standard normal by z_scores.h, for each problem and for all together. Standard errors are
// estimates themselves, from some 400 independent values, so that z is not quite normal: a right
// program fails here for 1 choice of seeds in 500.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <numbers>

#include "potential/analytic.h"
#include "statistical/train/short_run.h"
#include "statistical/z_scores.h"
#include "statistics/effective_size.h"
#include "tempering/evidence.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

/// What a run says of a problem.
struct Scores {
  ZScores log_Z, mean, variance;

  void add(const Scores& other) {
    log_Z.add(other.log_Z);
    mean.add(other.mean);
    variance.add(other.variance);
  }
};

double score(const Copies& values, double truth) {
  return (mean(values) - truth) / standard_error(values);
}

void add_run(Scores& scores, Experiment& experiment, const Known& truth) {
  auto seen = run_and_see(experiment);
  const auto found = evidence(seen.energies);
  scores.log_Z.add((found.log_Z - truth.log_Z) / found.standard_error);
  scores.mean.add(score(seen.first, truth.mean[0]));
  for (auto& copy : seen.first)
    for (double& x : copy) x = (x - truth.mean[0]) * (x - truth.mean[0]);
  scores.variance.add(score(seen.first, truth.variance[0]));
}

void expect_standard_normal(const Scores& scores) {
  for (const auto& [name, z] : {std::pair{"log Z", &scores.log_Z},
                                {"mean", &scores.mean},
                                {"variance", &scores.variance}}) {
    SCOPED_TRACE(name);
    expect_standard_normal(*z);
  }
}

std::string sampled_by(const std::string& kernel, int n_rungs, int n_copies, std::uint64_t seed) {
  return "[kernel]\n" + kernel +
         "[ladder]\nt_min = 1\nt_max = inf\ntempering = \"likelihood\"\nrungs = " +
         std::to_string(n_rungs) +
         "\n[run]\nwarmup = 150\nsweeps = 500\nsteps = 4\ncopies = " + std::to_string(n_copies) +
         "\nseed = " + std::to_string(seed) + "\n";
}

struct Problem {
  std::string name;
  std::string potential;  ///< [potential]
  std::string kernel;     ///< [kernel]
  int n_rungs, n_copies;
};

const std::string hmc = "type = \"hmc\"\nleapfrog = 6\nstep = 0.2\n";
const std::string mams = "type = \"mams\"\nlength = 4\nstep = 0.2\n";
const std::string mala = "type = \"mala\"\nstep = 0.2\n";
const std::string rwm = "type = \"rwm\"\nstep = 0.5\n";

const std::vector<Problem> problems = {
    {"one parameter", "type = \"gaussian\"\ndim = 1\n", rwm, 4, 2},
    {"a long Gaussian", "type = \"gaussian\"\ndim = 10\ncondition = 100\n", hmc, 6, 2},
    {"a Gaussian of 30", "type = \"gaussian\"\ndim = 30\nprior_scale = 2\n", mams, 8, 1},
    {"two modes", "type = \"mixture\"\ndim = 1\npositions = [-3, 3]\nweights = [1, 3]\n", rwm, 8,
     2},
    {"three modes", "type = \"mixture\"\ndim = 3\nweights = [5, 1, 2]\n", hmc, 8, 4},
    {"five modes",
     "type = \"mixture\"\ndim = 5\npositions = [-4, -2, 0, 2, 4]\nweights = [1, 2, 3, 4, 5]\n",
     mala, 8, 2},
    {"two wells", "type = \"double-well\"\n", mala, 8, 2},
    {"two deep wells", "type = \"double-well\"\ndim = 4\nheight = 12\n", hmc, 10, 4},
    {"a banana", "type = \"banana\"\n", hmc, 5, 2},
    {"a slight banana", "type = \"banana\"\nbend = 0.5\nprior_scale = 2\n", mala, 4, 4},
    {"a funnel", "type = \"funnel\"\ndim = 3\nprior_scale = 1.5\n", hmc, 5, 2},
    {"a regression", "type = \"linear-regression\"\ndim = 5\npoints = 40\n", hmc, 10, 2},
    {"few examples", "type = \"linear-regression\"\ndim = 10\npoints = 8\nseed = 2\n", mams, 10, 2},
};

Scores scores_of(const Problem& problem) {
  Scores scores;
  for (std::uint64_t seed = 1; seed <= n_seeds(); ++seed) {
    auto experiment =
        experiment_of("[potential]\n" + problem.potential +
                      sampled_by(problem.kernel, problem.n_rungs, problem.n_copies, seed));
    const auto& potential = dynamic_cast<const AnalyticPotential&>(*experiment.potential);
    add_run(scores, experiment, *potential.known({1, Tempering::likelihood}));
  }
  return scores;
}

TEST(Estimates, AreTheTruthWithinTheirStandardErrors) {
  Scores all;
  for (const auto& problem : problems) {
    SCOPED_TRACE(problem.name);
    const auto scores = scores_of(problem);
    expect_standard_normal(scores);
    all.add(scores);
  }
  SCOPED_TRACE("all problems");
  expect_standard_normal(all);
}

/// A table y = 1 + x_0 / 2 - x_1 + noise of sd 0.7, and what a linear model with that noise and a
/// prior of sd 2 makes of it.
class TableOfExamples {
 public:
  explicit TableOfExamples(std::uint64_t seed) : design_(n, 3), y_(n) {
    Rng rng({seed, Stream::synthetic});
    for (Eigen::Index i = 0; i < n; ++i) {
      design_.row(i) << rng.normal(), 2 + 3 * rng.normal(), 1;  // the bias comes last
      y_[i] = 1 + design_(i, 0) / 2 - design_(i, 1) + noise_sd * rng.normal();
    }
  }

  std::string csv() const {
    std::string text = "first,second,y\n";
    for (Eigen::Index i = 0; i < n; ++i)
      text += fmt::format("{},{},{}\n", design_(i, 0), design_(i, 1), y_[i]);
    return text;
  }

  /// By the prior sd² X X' + noise² I of y, and Bishop 2006, eqs. 3.53 and 3.54, for theta.
  Known truth() const {
    const Eigen::MatrixXd covariance = prior_sd * prior_sd * design_ * design_.transpose() +
                                       noise_sd * noise_sd * Eigen::MatrixXd::Identity(n, n);
    const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
    const Eigen::MatrixXd root = factor.matrixL();
    const double log_Z = -0.5 * y_.dot(factor.solve(y_)) - root.diagonal().array().log().sum() -
                         0.5 * static_cast<double>(n) * std::log(2 * std::numbers::pi);
    const Eigen::MatrixXd precision = design_.transpose() * design_ / (noise_sd * noise_sd) +
                                      Eigen::MatrixXd::Identity(3, 3) / (prior_sd * prior_sd);
    const Eigen::VectorXd mean =
        precision.llt().solve(design_.transpose() * y_) / (noise_sd * noise_sd);
    return {{mean[0]}, {precision.inverse()(0, 0)}, log_Z};
  }

  static std::string model() {
    return fmt::format(
        "split = [1, 0, 0]\nstandardise = false\n[model]\nloss = \"gaussian\"\nnoise_sd = {}\n"
        "[prior]\nsd = {}\n",
        noise_sd, prior_sd);
  }

 private:
  static constexpr Eigen::Index n = 30;
  static constexpr double noise_sd = 0.7, prior_sd = 2;
  Eigen::MatrixXd design_;
  Eigen::VectorXd y_;
};

// A regression of its own for each seed, through CSV and config.
TEST(Estimates, OfTablesAreTheTruthWithinTheirStandardErrors) {
  const TemporaryFolder folder;
  Scores scores;
  for (std::uint64_t seed = 1; seed <= n_seeds(); ++seed) {
    const TableOfExamples table(seed);
    const auto file = folder.write("table.csv", table.csv());
    auto experiment =
        experiment_of("[data]\ntarget = \"y\"\ntask = \"regression\"\nsource = \"" + file + "\"\n" +
                      TableOfExamples::model() + sampled_by(hmc, 10, 2, seed));
    add_run(scores, experiment, table.truth());
  }
  expect_standard_normal(scores);
}

}  // namespace
}  // namespace temper
