#include "app/problem.h"

namespace temper {
namespace {

std::size_t batch_of(const Section& kernel) {
  constexpr std::size_t usual = 256;  // as kernels take it
  const auto batch = kernel.integer_or("batch", {"auto", "full"}, "auto", {.min = 1});
  if (const auto* const number = std::get_if<std::int64_t>(&batch))
    return static_cast<std::size_t>(*number);
  return std::get<std::string>(batch) == "full" ? 0 : usual;
}

}  // namespace

Problem problem_of(const Experiment& experiment) {
  constexpr double usual_momentum = 0.9;
  const auto kernel = experiment.config.section("kernel");
  const bool has_momentum = kernel.has("momentum");
  return {
      .potential = experiment.potential.get(),
      .lr = experiment.kernel->step_size(),
      .momentum = has_momentum ? kernel.number("momentum", {.min = 0, .max = 1}) : usual_momentum,
      .batch = batch_of(kernel)};
}

}  // namespace temper
