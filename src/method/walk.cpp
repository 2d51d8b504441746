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

// A step that solves a system costs more than a gradient, and there are fewer of them.
constexpr double least_steps_of_search = 20;
constexpr std::uint64_t stretch_of_solving = 5, stretch_of_others = 20;

bool solves(const Kernel& kernel, const Potential& potential) {
  const auto n_points = potential.n_points();
  return kernel.evaluations_per_step(potential, n_points) > static_cast<double>(n_points);
}

/// One of the pace's kind, to be asked what holds whatever its learning rate.
std::unique_ptr<Kernel> kernel_like(const Pace& pace) {
  return kernels().find(pace.kernel)->make(Section::of("kernel", "lr = 1"));
}

/// Examples in a minibatch of a kernel that has them; 0: all of the data.
std::size_t batch_of(const Problem& problem, const Pace& pace) {
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

/// A kernel reads those of the options that it has.
std::unique_ptr<Kernel> make_kernel(Search& search, const Pace& pace) {
  if (auto kernel = kernel_like(pace); kernel->knows_curvature()) return kernel;
  const auto& problem = search.problem();
  const auto batch = batch_of(problem, pace);
  const auto options = fmt::format("lr = {}\nbatch = {}\nmomentum = {}\n", rate_of(search, pace),
                                   batch == 0 ? "'full'" : fmt::format("{}", batch),
                                   pace.momentum.value_or(problem.momentum));
  return kernels().find(pace.kernel)->make(Section::of("kernel", options));
}

}  // namespace

bool Walk::knows_curvature(const Pace& pace) { return kernel_like(pace)->knows_curvature(); }

bool Walk::can_afford(Search& search, const Pace& pace) {
  const auto& potential = search.potential();
  const auto kernel = kernel_like(pace);
  if (!solves(*kernel, potential)) return true;
  const double step = kernel->evaluations_per_step(potential, potential.n_points());
  return potential.dim() <= most_solved_parameters &&
         search.budget() >= least_steps_of_search * step;
}

Walk::Walk(Search& search, const Pace& pace)
    : search_(search),
      kernel_(make_kernel(search, pace)),
      stretch_(solves(*kernel_, search.potential()) ? stretch_of_solving : stretch_of_others) {
  kernel_->prepare(search.potential(), 1);
  const auto n_all = search.potential().n_points(),
             n_batch = kernel_->knows_curvature() ? 0 : batch_of(search.problem(), pace);
  evaluations_per_step_ =
      kernel_->evaluations_per_step(search.potential(), n_batch == 0 ? n_all : n_batch);
  if (n_batch == 0) return;
  const auto n_points = static_cast<double>(n_all), batch = static_cast<double>(n_batch);
  const double evaluations =
      std::min(epochs_between_looks * n_points, search.budget() / least_looks);
  look_every_ = static_cast<std::uint32_t>(std::ceil(evaluations / batch));
  evaluations_per_step_ += n_points / (3.0 * look_every_);
}

Walker Walk::fresh(double temperature) {
  Walker walker;
  auto& replica = walker.replica;
  replica.id = search_.next_id();
  replica.theta = search_.starting_point(replica.id);
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
