#include "kernel/minibatch_gradient.h"

#include <algorithm>
#include <cmath>
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

std::string read_order(const Section& options) {
  return options.choice("order", {"auto", "epoch", "replacement"}, "auto",
                        "epoch: every example once before any comes again; replacement: drawn anew "
                        "from all of them; auto: replacement where noise is added, so that "
                        "minibatches know nothing of theta, else epoch");
}

/// Makes two halves the whole, in `first`, and a draw of the whole's noise, in `second`: the
/// difference of the halves, scaled to the whole's variance.
void join(GradientTask& first, GradientTask& second) {
  const auto b = static_cast<double>(first.batch.size() + second.batch.size());
  const double share = static_cast<double>(first.batch.size()) / b;
  const auto scale = static_cast<float>(std::sqrt(share * (1 - share)));
  const auto weight = static_cast<float>(share);
  for (std::size_t i = 0; i < first.gradient.size(); ++i) {
    const float difference = first.gradient[i] - second.gradient[i];
    first.gradient[i] = second.gradient[i] + weight * difference;
    second.gradient[i] = scale * difference;
  }
  first.energy.U = share * first.energy.U + (1 - share) * second.energy.U;
}

}  // namespace

std::size_t gradient_batch(const Section& kernel, std::size_t n_points) {
  const auto batch = read_batch(kernel);
  if (const auto* const number = std::get_if<std::int64_t>(&batch))
    return std::min(static_cast<std::size_t>(*number), n_points);
  return std::get<std::string>(batch) == "full" ? n_points : std::min(usual_batch, n_points);
}

MinibatchGradient::MinibatchGradient(const Section& options, const GradientUse& use)
    : options_(options), use_(use), batch_(usual_batch), shrinks_(true) {
  const auto batch = read_batch(options);
  if (const auto* const number = std::get_if<std::int64_t>(&batch)) {
    batch_ = static_cast<std::size_t>(*number);
    shrinks_ = false;
  } else if (std::get<std::string>(batch) == "full") {
    batch_ = std::nullopt;
  }
  order_ = read_order(options);
  if (!use_.splits) return;
  if (batch_ == 1) options_.refuse("batch", "one example shows no noise to compensate; 2 or more");
  if (batch_ && order_ == "epoch")
    options_.refuse("order",
                    "the noises of an epoch's minibatches cancel in part, so they can't be "
                    "compensated; \"replacement\", or compensate = false");
}

void MinibatchGradient::prepare(const Potential& potential, std::size_t max_group) {
  const std::size_t n_points = potential.n_points();
  if (batch_ && *batch_ > n_points && !shrinks_)
    options_.refuse("batch", std::to_string(*batch_) + " examples, but there are " +
                                 std::to_string(n_points) + "; \"full\" takes all of them");
  const bool full = !batch_ || (shrinks_ && *batch_ >= n_points);
  descending_.reset();
  sampling_.reset();
  if (!full) {
    descending_.emplace(n_points, *batch_, order_ == "replacement");
    sampling_.emplace(n_points, *batch_, order_ == "replacement" || order_ == "auto");
  }
  indices_.assign(full ? 0 : max_group * *batch_, 0);
  const std::size_t n_tasks = use_.splits && !full ? 2 * max_group : max_group;
  gradients_.assign(n_tasks, Floats(potential.dim()));
  tasks_.resize(n_tasks);
}

Batch MinibatchGradient::batch_of(std::size_t member, const Move& move, const StepKey& key) {
  const auto& order = use_.samples && move.target.temperature > 0 ? sampling_ : descending_;
  if (!order) return {};
  const auto indices = std::span(indices_).subspan(member * order->batch(), order->batch());
  order->indices(key.seed, move.replica->id, key.total, indices);
  return indices;
}

GradientTask MinibatchGradient::task_of(std::size_t member, const Move& move, Batch batch) {
  const double prior = use_.with_prior ? move.target.drift_weights().V : 0;
  return {move.replica->theta, batch, {1, prior}, gradients_[member], {}};
}

std::span<const GradientTask> MinibatchGradient::compute(std::span<const Move> group,
                                                         const StepKey& key, Potential& potential) {
  for (std::size_t i = 0; i < group.size(); ++i)
    tasks_[i] = task_of(i, group[i], batch_of(i, group[i], key));
  const auto tasks = std::span(tasks_).first(group.size());
  potential.gradients(tasks);
  return tasks;
}

std::span<const GradientTask> MinibatchGradient::compute_split(std::span<const Move> group,
                                                               const StepKey& key,
                                                               Potential& potential) {
  const std::size_t n = group.size(), half = *batch_ / 2;
  for (std::size_t i = 0; i < n; ++i) {
    const Batch batch = batch_of(i, group[i], key);
    tasks_[i] = task_of(i, group[i], batch.first(half));
    tasks_[n + i] = task_of(n + i, group[i], batch.subspan(half));
  }
  potential.gradients(std::span(tasks_).first(2 * n));
  for (std::size_t i = 0; i < n; ++i) join(tasks_[i], tasks_[n + i]);
  n_split_ = n;
  return std::span(tasks_).first(n);
}

std::span<const float> MinibatchGradient::difference(std::size_t member) const {
  return tasks_[n_split_ + member].gradient;
}

}  // namespace temper
