#include "method/walk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/step_search.h"

namespace temper {
namespace {

/// Epochs between two looks: they cost a twelfth of the gradients.
constexpr double epochs_between_looks = 4;

/// Looks in a search at least, however few epochs the budget pays for.
constexpr double least_looks = 20;

constexpr const char* solving_kernel = "levenberg-marquardt";
constexpr std::size_t most_parameters = 1000;  // for it
constexpr double least_steps_of_search = 20;   // of it in a search
constexpr double trials_a_step = 1.5;          // of it, about; a third of a gradient each

/// Gradient evaluations of a step that looks at all of the data.
double full_step_cost(Potential& potential, const Pace& pace) {
  const auto n_points = static_cast<double>(potential.n_points());
  if (pace.kernel == solving_kernel)
    return n_points * (potential.curvature_cost() + trials_a_step / 3);
  return n_points;
}

/// Examples in a minibatch; 0: all of the data.
std::size_t batch_of(const Problem& problem, const Pace& pace) {
  if (Walk::knows_curvature(pace)) return 0;
  const auto batch = pace.batch.value_or(problem.batch);
  return batch >= problem.potential->n_points() ? 0 : batch;
}

/// The pace's own, that of the problem, or what a short search finds, once for each search.
double rate_of(Search& search, const Pace& pace) {
  const bool searches = search.problem().searches_lr && (pace.lr == 0 || pace.is_lr_open);
  if (!searches) return (pace.lr > 0 ? pace.lr : search.problem().lr) * pace.lr_factor;
  if (!search.found_lr()) search.find_lr(search_step(search, pace));
  return *search.found_lr() * pace.lr_factor;
}

std::string kernel_options(Search& search, const Pace& pace) {
  if (Walk::knows_curvature(pace)) return "";
  const auto& problem = search.problem();
  const double lr = rate_of(search, pace);
  auto toml = fmt::format("lr = {}\n", lr);
  if (pace.kernel == "random-direction") return toml;
  const auto batch = batch_of(problem, pace);
  toml += batch == 0 ? "batch = \"full\"\n" : fmt::format("batch = {}\n", batch);
  if (pace.kernel == "sgd")
    toml += fmt::format("momentum = {}\n", pace.momentum.value_or(problem.momentum));
  return toml;
}

std::unique_ptr<Kernel> make_kernel(Search& search, const Pace& pace) {
  const auto options = Section::of("kernel", kernel_options(search, pace));
  return kernels().find(pace.kernel)->make(options);
}

}  // namespace

bool Walk::knows_curvature(const Pace& pace) {
  return pace.kernel == "l-bfgs" || pace.kernel == solving_kernel;
}

bool Walk::can_afford(Search& search, const Pace& pace) {
  auto& potential = search.potential();
  if (pace.kernel != solving_kernel) return true;
  return potential.dim() <= most_parameters &&
         search.budget() >= least_steps_of_search * full_step_cost(potential, pace);
}

Walk::Walk(Search& search, const Pace& pace)
    : search_(search),
      kernel_(make_kernel(search, pace)),
      stretch_(pace.kernel == solving_kernel ? 5 : 20) {
  kernel_->prepare(search.potential(), 1);
  const auto n_points = static_cast<double>(search.potential().n_points());
  const auto batch = static_cast<double>(batch_of(search.problem(), pace));
  evaluations_per_step_ = batch == 0 ? full_step_cost(search.potential(), pace) : batch;
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
