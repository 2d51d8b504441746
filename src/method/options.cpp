#include "method/options.h"

#include "config/section.h"

namespace temper {
namespace {

std::size_t batches_per_epoch(Search& search) {
  const auto n = search.potential().n_points(), batch = search.problem().batch;
  return batch == 0 ? 1 : n / batch;
}

}  // namespace

double read_lr_factor(const Section& options) {
  return options.number(
      "lr_factor",
      {.fallback = 1.0, .min = 0, .above_min = true, .help = "times the problem's learning rate"});
}

double read_share(const Section& options, const std::string& key, double fallback,
                  const std::string& help) {
  return options.number(
      key, {.fallback = fallback, .min = 0, .max = 1, .above_min = true, .help = help});
}

std::size_t read_number(const Section& options, const std::string& key, std::int64_t fallback,
                        std::int64_t min, const std::string& help) {
  return options.count(key, {.fallback = fallback, .min = min, .max = 1'000'000, .help = help});
}

double read_temperature(const Section& options, const std::string& key, double fallback,
                        const std::string& help) {
  return options.number(key, {.fallback = fallback, .min = 0, .above_min = true, .help = help});
}

double read_polish(const Section& options) {
  return options.number("polish", {.fallback = 0,
                                   .min = 0,
                                   .max = 1,
                                   .below_max = true,
                                   .help = "of the budget: L-BFGS from the best state at the end"});
}

Pace read_descent(const Section& options, const std::string& fallback) {
  const auto name = options.choice(
      "descent", {"auto", "momentum", "l-bfgs", "levenberg-marquardt"}, fallback,
      "how to go downhill; auto: by curvature for up to 10,000 parameters, else momentum");
  return {.kernel = name == "momentum" ? "sgd" : name, .lr_factor = read_lr_factor(options)};
}

Pace suited_to(Search& search, const Pace& pace) {
  constexpr std::size_t few_parameters = 300, some_parameters = 10'000;
  constexpr std::size_t many_batches = 32;  // L-BFGS makes one step of them, momentum so many
  if (pace.kernel != "auto") return pace;
  const auto like = [&](const char* kernel) {
    Pace suited = pace;
    suited.kernel = kernel;
    return suited;
  };
  const auto dim = search.potential().dim();
  if (dim > some_parameters) return like("sgd");
  if (dim <= few_parameters && Walk::can_afford(search, like("levenberg-marquardt")))
    return like("levenberg-marquardt");
  return like(batches_per_epoch(search) < many_batches ? "l-bfgs" : "sgd");
}

std::vector<Setting> three_rates() {
  return {{"lr_factor", "3"}, {"lr_factor", "0.3"}, {"lr_factor", "0.1"}};
}

}  // namespace temper
