#include "method/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/section.h"

namespace temper {
namespace {

/// Epochs between two looks: they cost a twelfth of the gradients.
constexpr double epochs_between_looks = 4;

/// Looks in a search at least, however few epochs the budget pays for.
constexpr double least_looks = 20;

/// Examples in a minibatch; 0: all of the data, which is all that L-BFGS can use.
std::size_t batch_of(const Problem& problem, const Pace& pace) {
  if (pace.kernel == "l-bfgs") return 0;
  const auto batch = pace.batch.value_or(problem.batch);
  return batch >= problem.potential->n_points() ? 0 : batch;
}

std::string kernel_options(const Problem& problem, const Pace& pace) {
  if (pace.kernel == "l-bfgs") return "";  // nothing to set
  const double lr = (pace.lr > 0 ? pace.lr : problem.lr) * pace.lr_factor;
  auto toml = fmt::format("lr = {}\n", lr);
  if (pace.kernel == "random-direction") return toml;
  const auto batch = batch_of(problem, pace);
  toml += batch == 0 ? "batch = \"full\"\n" : fmt::format("batch = {}\n", batch);
  if (pace.kernel == "sgd")
    toml += fmt::format("momentum = {}\n", pace.momentum.value_or(problem.momentum));
  return toml;
}

std::unique_ptr<Kernel> make_kernel(const Problem& problem, const Pace& pace) {
  const auto options = Section::of("kernel", kernel_options(problem, pace));
  return kernels().find(pace.kernel)->make(options);
}

}  // namespace

Walk::Walk(Search& search, const Pace& pace)
    : search_(search), kernel_(make_kernel(search.problem(), pace)) {
  kernel_->prepare(search.potential(), 1);
  const auto n_points = static_cast<double>(search.potential().n_points());
  const auto batch = static_cast<double>(batch_of(search.problem(), pace));
  evaluations_per_step_ = batch == 0 ? n_points : batch;
  if (pace.kernel == "random-direction") evaluations_per_step_ = 2 * n_points / 3;
  if (batch == 0) return;
  const double evaluations =
      std::min(epochs_between_looks * n_points, search.budget() / least_looks);
  look_every_ = static_cast<std::uint32_t>(std::ceil(evaluations / batch));
  evaluations_per_step_ += n_points / (3.0 * look_every_);
}

Walker Walk::fresh(double temperature) {
  Walker walker;
  auto& replica = walker.replica;
  replica.id = search_.next_id();
  replica.theta.resize(search_.potential().dim());
  Rng rng({search_.seed(), Stream::init, replica.id, 0, 0});
  search_.potential().initialise(replica.theta, rng);
  adopt(walker, temperature);
  return walker;
}

void Walk::adopt(Walker& walker, double temperature) {
  auto& replica = walker.replica;
  replica.slots.assign(kernel_->slot_names().size(), Floats(replica.theta.size()));
  replica.scalars.assign(kernel_->scalar_names().size(), 0.0);
  walker.lr = lr();
  restart(walker, temperature);
}

void Walk::restart(Walker& walker, double temperature) {
  walker.temperature = temperature;
  walker.is_settled = false;
  Move move{&walker.replica, {temperature, Tempering::posterior}, walker.lr, {}};
  kernel_->start(move, {search_.seed(), Stream::kernel, walker.replica.id, 1, walker.n_steps});
}

void Walk::steps(Walker& walker, std::uint64_t n_steps) {
  try {
    for (std::uint64_t i = 0; i < n_steps && !walker.is_settled; ++i) step(walker);
  } catch (const BudgetSpent&) {
    search_.keep_last(walker.replica.theta);
    throw;
  }
}

void Walk::step(Walker& walker) {
  const double before = search_.evaluations();
  Move move{&walker.replica, {walker.temperature, Tempering::posterior}, walker.lr, {}};
  kernel_->step({&move, 1}, {search_.seed(), 0, walker.n_steps, walker.n_steps},
                search_.potential());
  ++walker.n_steps;
  walker.is_settled = search_.evaluations() == before;
  if (look_every_ > 0 && walker.n_steps % look_every_ == 0) look(walker);
}

void Walk::look(Walker& walker) {
  walker.replica.energy = search_.potential().energy(walker.replica.theta);
}

std::uint64_t Walk::affordable(double share) const {
  const double n = share * search_.budget() / evaluations_per_step_;
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(n));
}

}  // namespace temper
