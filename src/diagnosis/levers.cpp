#include "diagnosis/levers.h"

#include <fmt/format.h>

#include <cmath>

#include "kernel/chosen_kernel.h"
#include "kernel/minibatch_gradient.h"

namespace temper {
namespace {

/// Two figures, towards zero.
double rounded_down(double x) {
  const double unit = std::pow(10, std::floor(std::log10(x)) - 1);
  return std::floor(x / unit * (1 + 1e-12)) * unit;
}

}  // namespace

Levers::Levers(const DiagnosedRun& run) {
  const auto section = run.config.section("kernel");
  kernel = make_chosen_kernel(section);
  const auto& tests = run.tables.kernel_accept_prob;
  has_test = !tests.empty() && !run.sweeps.empty() &&
             !std::isnan(tests[run.sweeps.back() * run.tables.n_replicas()]);
  is_epoch = section.text("order", "auto", "") == "epoch";
  n_points = static_cast<double>(run.n_points);
  batch =
      section.has("batch") ? static_cast<double>(gradient_batch(section, run.n_points)) : n_points;
}

double Levers::scale_within(double aim, double excess) const {
  return thermal() ? thermal()->scale_within(aim, excess, is_minibatch()) : aim / std::abs(excess);
}

std::string Levers::shorter_step(double scale, double step_size) const {
  const double step = rounded_down(scale * step_size);
  if (!(step < 0.99 * step_size)) return "";
  return fmt::format("kernel.{} = {:.2g} with {:.2g} times as many run.steps",
                     thermal() ? thermal()->step_key() : "step", step, step_size / step);
}

std::string Levers::larger_batch(double scale) const {
  const double wanted = std::ceil(batch / scale);
  return fmt::format("kernel.batch = {}",
                     2 * wanted > n_points ? "\"full\"" : fmt::format("{:.0f}", wanted));
}

}  // namespace temper
