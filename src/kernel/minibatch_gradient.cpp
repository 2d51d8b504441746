#include "kernel/minibatch_gradient.h"

#include <string>

namespace temper {
namespace {

constexpr std::size_t usual_batch = 256;

IntegerOrWord read_batch(const Section& options) {
  return options.integer_or("batch", {"auto", "full"}, "auto",
                            {.min = 1,
                             .help = "examples in the gradient of a step; auto: 256, or all of the "
                                     "data if there are fewer"});
}

}  // namespace

MinibatchGradient::MinibatchGradient(const Section& options, bool with_prior)
    : options_(options), with_prior_(with_prior), batch_(usual_batch), shrinks_(true) {
  const auto batch = read_batch(options);
  if (const auto* const number = std::get_if<std::int64_t>(&batch)) {
    batch_ = static_cast<std::size_t>(*number);
    shrinks_ = false;
  } else if (std::get<std::string>(batch) == "full") {
    batch_ = std::nullopt;
  }
  replacement_ = options.choice("order", {"epoch", "replacement"}, "epoch",
                                "epoch: every example once before any comes again; replacement: "
                                "drawn anew from all of them") == "replacement";
}

void MinibatchGradient::prepare(const Potential& potential, std::size_t max_group) {
  const std::size_t n_points = potential.n_points();
  if (batch_ && *batch_ > n_points && !shrinks_)
    options_.refuse("batch", std::to_string(*batch_) + " examples, but there are " +
                                 std::to_string(n_points) + "; \"full\" takes all of them");
  const bool full = !batch_ || (shrinks_ && *batch_ >= n_points);
  order_.reset();
  if (!full) order_.emplace(n_points, *batch_, replacement_);
  indices_.assign(full ? 0 : max_group * *batch_, 0);
  gradients_.assign(max_group, Floats(potential.dim()));
  tasks_.resize(max_group);
}

Batch MinibatchGradient::batch_of(std::size_t place, const Move& move, const StepKey& key) {
  if (!order_) return {};
  const auto indices = std::span(indices_).subspan(place * order_->batch(), order_->batch());
  order_->indices(key.seed, move.replica->id, key.total, indices);
  return indices;
}

std::span<const GradientTask> MinibatchGradient::compute(std::span<const Move> group,
                                                         const StepKey& key, Potential& potential) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    const double prior = with_prior_ ? group[i].target.drift_weights().V : 0;
    tasks_[i] = {
        group[i].replica->theta, batch_of(i, group[i], key), {1, prior}, gradients_[i], {}};
  }
  const auto tasks = std::span(tasks_).first(group.size());
  potential.gradients(tasks);
  return tasks;
}

}  // namespace temper
