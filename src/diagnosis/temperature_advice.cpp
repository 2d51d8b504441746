#include "diagnosis/temperature_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kernel/minibatch_gradient.h"

namespace temper {
namespace {

/// What is aimed at: half of the tolerance, so that what the remedy leaves isn't at its edge.
constexpr double aim = temperature_tolerance / 2;

/// What the kernel of a run could change about its temperatures.
struct Levers {
  std::string type;
  bool has_lr = false;
  bool has_test = false;  ///< a Metropolis test: then no setting is to blame
  bool is_epoch = false;  ///< minibatches that depend on each other, and so on theta
  double momentum = 0;
  double batch = 1, n_points = 1;

  explicit Levers(const DiagnosedRun& run) {
    const auto kernel = run.config.section("kernel");
    type = kernel.text("type", "sgd", "");
    has_lr = kernel.has("lr");
    has_test =
        !run.tables.kernel_accept_prob.empty() &&
        !std::isnan(run.tables.kernel_accept_prob[run.sweeps.back() * run.tables.n_replicas()]);
    is_epoch = kernel.text("order", "auto", "") == "epoch";
    if (type == "sgnht") momentum = kernel.number("momentum", {.fallback = 0.9});
    n_points = static_cast<double>(run.n_points);
    batch =
        kernel.has("batch") ? static_cast<double>(gradient_batch(kernel, run.n_points)) : n_points;
  }

  bool is_minibatch() const { return batch < n_points; }
};

/// Rungs with the same fault, and the one that needs the most.
struct Fault {
  std::vector<std::size_t> rungs;
  Thermometer worst;
  double scale = 1;  ///< of the step size, or of one over the batch, that mends the worst

  void add(const Thermometer& t, double needed) {
    if (rungs.empty() || needed < scale) {
      worst = t;
      scale = needed;
    }
    rungs.push_back(t.rung);
  }
};

/// The part of the step size at which a rung is as hot as aimed at. The excess of every kernel
/// without a test is convex in its step size, so what is proportional to it is enough.
double cooler_scale(const Levers& levers, const Thermometer& t) {
  const auto& reading = t.kinetic.is_off() ? t.kinetic : t.configurational;
  if (t.cooling_scale < 1) return t.cooling_scale;
  if (levers.type == "sgnht" && levers.is_minibatch())
    return levers.momentum / (1 + reading.excess());
  const double proportional = aim / std::abs(reading.excess());
  return levers.has_lr ? proportional : std::sqrt(proportional);  // mclmc's falls faster
}

/// Two figures, towards zero.
double rounded_down(double x) {
  const double unit = std::pow(10, std::floor(std::log10(x)) - 1);
  return std::floor(x / unit) * unit;
}

std::string shorter_step(const Levers& levers, const Fault& fault) {
  const double step = rounded_down(fault.scale * fault.worst.step_size);
  return fmt::format("kernel.{} = {:.2g} with {:.2g} times as many run.steps",
                     levers.has_lr ? "lr" : "step", step, fault.worst.step_size / step);
}

std::string long_step(const Levers& levers, const Fault& fault) {
  return "the step is too long for its curvature; " + shorter_step(levers, fault) + " would do";
}

std::string larger_batch(const Levers& levers, const Fault& fault) {
  const double batch = std::ceil(levers.batch / fault.scale);
  return fmt::format("kernel.batch = {} would do, or ",
                     2 * batch > levers.n_points ? "\"full\"" : fmt::format("{:.0f}", batch));
}

/// Only where the heat is well below T in every parameter can it be taken off all of them.
std::string compensation(const Levers& levers, const Thermometer& worst) {
  constexpr double most_excess = 0.5;
  const auto& reading = worst.kinetic.is_known() ? worst.kinetic : worst.configurational;
  if (reading.excess() > most_excess) return "";
  return fmt::format(", or {}, which takes it off the injected noise",
                     levers.type == "sgd" ? "kernel.compensate = true" : "kernel.type = \"sghmc\"");
}

std::string why_hot(const Levers& levers, const Fault& fault) {
  const auto& worst = fault.worst;
  if (!levers.is_minibatch() || worst.cooling_scale == 1) return long_step(levers, fault);
  const auto change = larger_batch(levers, fault) + shorter_step(levers, fault);
  if (worst.cooling_scale < 1)
    return fmt::format(
        "minibatches alone heat {:.0f} % of its parameters beyond T, and there is no more noise to "
        "take off; {}",
        100 * worst.clipped_share, change);
  if (levers.is_epoch)
    return "in epochs minibatches depend on theta, which is colder than its thermometers then say; "
           "kernel.order = \"replacement\" lets them tell";
  if (levers.type == "sgnht")
    return "minibatch noise is more than the friction takes off, or that doesn't settle between "
           "swaps; a smaller kernel.inertia, or " +
           change;
  return fmt::format("minibatch noise heats them alike, in proportion to lr / batch; {}{}", change,
                     compensation(levers, worst));
}

std::string hot_sentence(const Levers& levers, const Fault& fault) {
  const auto& worst = fault.worst;
  const auto& reading = worst.kinetic.is_off() ? worst.kinetic : worst.configurational;
  return fmt::format(
      "Hotter than nominal by more than 2 %: {} (rung {} has {:.4g} for T = {:.4g}): {}.",
      rungs_text(fault.rungs), worst.rung, reading.mean, worst.nominal(), why_hot(levers, fault));
}

std::string why_cold(const Levers& levers, const Fault& fault) {
  if (levers.type == "sgnht")
    return "the thermostat doesn't settle between swaps; a smaller kernel.inertia or more "
           "run.steps";
  if (!levers.has_lr) return long_step(levers, fault);
  return "the kernel injects less noise than they ask for, or momentum hasn't come to rest; "
         "kernel.noise = \"gaussian\", a longer run.warmup";
}

std::string cold_sentence(const Levers& levers, const Fault& fault) {
  return fmt::format("Colder than nominal by more than 2 %: {}: {}.", rungs_text(fault.rungs),
                     why_cold(levers, fault));
}

/// Theta alone is off, and no setting of the kernel explains it.
std::string spread_sentence(const Levers& levers, const Fault& fault) {
  const auto& reading = fault.worst.configurational;
  return fmt::format(
      "Theta on {} has spread {} than T asks for (configurational temperature of rung {}: {:.3g} "
      "T), "
      "although {}: its slow directions are still on their way; more run.steps, or a longer "
      "run.warmup and run.sweeps.",
      rungs_text(fault.rungs), reading.excess() < 0 ? "less" : "more", fault.worst.rung,
      1 + reading.excess(),
      levers.has_test ? "the kernel's test is exact" : "its momentum is at T");
}

}  // namespace

std::vector<std::string> temperature_advice(const DiagnosedRun& run,
                                            const std::vector<Thermometer>& thermometers) {
  const Levers levers(run);
  // A rung that can't be cooled sends replicas with too much momentum to those that can.
  const bool infects = std::any_of(thermometers.begin(), thermometers.end(),
                                   [](const auto& t) { return t.cooling_scale < 1; });
  Fault hot, cold, spread;
  for (const auto& t : thermometers) {
    const bool blames_theta = t.kinetic.is_known() || levers.has_test;
    const auto& reading = t.kinetic.is_known() ? t.kinetic : t.configurational;
    if (reading.is_off() && !levers.has_test)
      (reading.excess() > 0 ? hot : cold)
          .add(t, infects && t.cooling_scale == 1 ? 1 : cooler_scale(levers, t));
    else if (blames_theta && t.configurational.is_off())
      spread.add(t, -std::abs(t.configurational.excess()));
  }
  std::vector<std::string> advice;
  if (!hot.rungs.empty()) advice.push_back(hot_sentence(levers, hot));
  if (!cold.rungs.empty()) advice.push_back(cold_sentence(levers, cold));
  if (!spread.rungs.empty()) advice.push_back(spread_sentence(levers, spread));
  return advice;
}

std::string temperature_summary(const DiagnosedRun& run) {
  if (run.sweeps.size() < fewest_sweeps) return "";
  const auto thermometers = read_thermometers(run);
  if (thermometers.empty()) return "";
  std::string text;
  for (const auto& advice : temperature_advice(run, thermometers))
    text += fmt::format("Temperature: {}\n", advice);
  const auto n_unsure = std::count_if(thermometers.begin(), thermometers.end(),
                                      [](const auto& t) { return t.is_unsure(); });
  if (!text.empty() || Levers(run).has_test) return text;
  return n_unsure == 0 ? "Temperature: within 2 % of nominal at every rung.\n"
                       : fmt::format(
                             "Temperature: nominal as far as {} sweeps can tell; at {} of "
                             "{} rungs they can't tell 2 %.\n",
                             run.sweeps.size(), n_unsure, thermometers.size());
}

}  // namespace temper
