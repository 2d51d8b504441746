#include "train/descent.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "posterior/network_posterior.h"
#include "train/starting_point.h"

namespace temper {
namespace {

/// Adam at T = 0, with its own replica.
class Descent {
 public:
  Descent(const Experiment& experiment, const Replica& from)
      : experiment_(experiment),
        batch_(std::min<std::size_t>(most_in_batch, experiment.potential->n_points())),
        adam_(kernels().find("adam")->make(Section::of(
            "kernel", fmt::format("lr = {}\nbatch = {}", experiment.predict.start_lr, batch_)))) {
    auto& potential = *experiment.potential;
    adam_->prepare(potential, 1);
    replica_.id = from.id;
    replica_.theta = from.theta;
    replica_.slots.assign(adam_->slot_names().size(), Floats(potential.dim()));
    replica_.scalars.resize(adam_->scalar_names().size());
    move_ = {&replica_, {0, experiment.ladder.tempering}, adam_->step_size(), {}};
    adam_->start(move_, start_key(experiment, from.id));
  }

  void epoch(std::uint32_t number) {
    const auto n_steps = static_cast<std::uint32_t>(experiment_.potential->n_points() / batch_);
    for (std::uint32_t step = 0; step < n_steps; ++step)
      adam_->step({&move_, 1},
                  {experiment_.run.seed, number, step, std::uint64_t{number} * n_steps + step},
                  *experiment_.potential);
  }

  const Floats& theta() const { return replica_.theta; }

 private:
  static constexpr std::size_t most_in_batch = 64;

  const Experiment& experiment_;
  std::size_t batch_;
  std::unique_ptr<Kernel> adam_;
  Replica replica_;
  Move move_;
};

/// The mean log score on the validation split. Requires one.
double validation_score(const Experiment& experiment, const Floats& theta) {
  std::vector<double> metrics(experiment.potential->metric_names().size());
  experiment.potential->measure(theta, metrics);
  return metrics[1];  // validation_log_score: the validation part comes first
}

bool is_finite(const Floats& theta) {
  return std::all_of(theta.begin(), theta.end(), [](float value) { return std::isfinite(value); });
}

}  // namespace

void start_by_descent(const Experiment& experiment, Move& move) {
  const auto& options = experiment.predict;
  auto& replica = *move.replica;
  Descent descent(experiment, replica);
  const bool has_scores = experiment.network && experiment.data->validation.n > 0;
  double best = -std::numeric_limits<double>::infinity(), n_since = 0;
  for (std::uint32_t epoch = 0; epoch < options.start_epochs && n_since < options.patience;
       ++epoch) {
    descent.epoch(epoch);
    if (!has_scores) continue;
    const double score = validation_score(experiment, descent.theta());
    n_since = score > best ? 0 : n_since + 1;
    if (n_since > 0) continue;
    best = score;
    replica.theta = descent.theta();
  }
  if (!has_scores && is_finite(descent.theta())) replica.theta = descent.theta();
  experiment.kernel->start(move, start_key(experiment, replica.id));
}

}  // namespace temper
