#include "statistics/convergence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/printable.h"
#include "diagnosis/kept_sweeps.h"
#include "diagnosis/modes.h"
#include "diagnosis/quantities.h"
#include "diagnosis/topics.h"
#include "statistics/effective_size.h"

namespace temper {
namespace {

constexpr double highest_r_hat = 1.01;  // Vehtari et al. 2021, section 4
constexpr double grave_r_hat = 1.05;
constexpr double size_a_copy = 100;  // likewise: 400 with four chains
constexpr double grave_size_a_copy = 10;
constexpr std::size_t fewest_values = 8;

QuantityReport report_on(const Quantity& quantity) {
  QuantityReport report;
  report.name = quantity.name;
  report.mean = mean(quantity.values);
  report.standard_error = standard_error(quantity.values);
  report.n_values = quantity.values.front().size();
  const auto found = convergence(quantity.values);
  report.r_hat = found.r_hat;
  report.bulk_size = found.bulk_size;
  report.tail_size = found.tail_size;
  report.upper_share = upper_mode_share(quantity.values);
  return report;
}

/// Few draws can't be asked for 1.01: of 2 C halves of n independent values R-hat² is 1 + F / n,
/// with F of 2 C - 1 degrees of freedom, which is above the limit taken here in 1 quantity of
/// 10,000 (chi-square by Wilson & Hilferty, PNAS 17, 1931).
double allowed_r_hat(const QuantityReport& report, std::size_t n_copies) {
  constexpr double normal_limit = 3.72;
  const double part = 2 / (9 * (2 * static_cast<double>(n_copies) - 1));
  const double limit = std::pow(1 - part + normal_limit * std::sqrt(part), 3);
  const double half = static_cast<double>(report.n_values) / 2;
  return std::max(highest_r_hat, std::sqrt(1 + limit / half));
}

double size_of(const QuantityReport& report) {
  return std::min(report.bulk_size, report.tail_size);
}

/// What is drawn every `thin` sweeps can't have more independent values than draws.
double wanted_size(const QuantityReport& report, bool by_sweep, std::size_t n_copies) {
  const auto n = static_cast<double>(report.n_values);
  return static_cast<double>(n_copies) * (by_sweep ? size_a_copy : std::min(size_a_copy, n / 4));
}

std::string shares_text(const std::vector<double>& shares) {
  std::string text;
  for (const double share : shares)
    text += fmt::format("{}{:.0f} %", text.empty() ? "" : ", ", 100 * share);
  return text;
}

std::string more_copies(std::size_t n_copies) {
  return n_copies < 4 ? ", and give run.copies = 4" : "";
}

/// Copies that lie in one mode more than in the other, as others don't.
DiagnosisFinding shares_differ(const QuantityReport& worst, std::size_t n_copies) {
  const bool has_others = n_copies > 1;
  return {"convergence.modes",
          Severity::grave,
          fmt::format("{} on rung 0 has two modes, and {}{} of {} values lie in the upper one "
                      "(R-hat {:.3f}).",
                      worst.name, shares_text(worst.upper_share), has_others ? ", by copy," : "",
                      has_others ? "the" : "its", worst.r_hat),
          "Replicas seldom get from one to the other: widen the ladder (ladder.t_max) so that its "
          "hottest rung crosses freely, with as many rungs as temper diagnose then asks for" +
              more_copies(n_copies) + ".",
          {{"r_hat", worst.r_hat}}};
}

DiagnosisFinding copies_disagree(const QuantityReport& worst, std::size_t n_copies) {
  const double allowed = allowed_r_hat(worst, n_copies);
  return {"convergence.r-hat",
          worst.r_hat > std::max(grave_r_hat, allowed) ? Severity::grave : Severity::care,
          fmt::format("Copies, or halves of them, disagree about {} on rung 0 (R-hat {:.3f}, below "
                      "{:.3g} is good).",
                      worst.name, worst.r_hat, allowed),
          "Double run.warmup and run.steps" + more_copies(n_copies) + ".",
          {{"r_hat", worst.r_hat}, {"allowed", allowed}}};
}

void judge_agreement(Diagnosis& diagnosis) {
  const QuantityReport* worst = nullptr;
  for (const auto& report : diagnosis.quantities)
    if (report.r_hat > allowed_r_hat(report, diagnosis.n_copies) &&
        (!worst || report.r_hat > worst->r_hat))
      worst = &report;
  if (!worst) return;
  diagnosis.findings.push_back(worst->upper_share.empty()
                                   ? copies_disagree(*worst, diagnosis.n_copies)
                                   : shares_differ(*worst, diagnosis.n_copies));
}

void judge_sizes(const DiagnosedRun& run, const std::vector<bool>& by_sweep, Diagnosis& diagnosis) {
  const QuantityReport* worst = nullptr;
  double worst_part = 1, wanted = 0;
  for (std::size_t i = 0; i < diagnosis.quantities.size(); ++i) {
    const auto& report = diagnosis.quantities[i];
    const double asked = wanted_size(report, by_sweep[i], diagnosis.n_copies);
    if (!(size_of(report) / asked < worst_part)) continue;
    worst = &report;
    worst_part = size_of(report) / asked;
    wanted = asked;
  }
  if (!worst) return;
  const bool is_grave = worst_part < grave_size_a_copy / size_a_copy;
  diagnosis.findings.push_back(
      {"convergence.size",
       is_grave ? Severity::grave : Severity::care,
       fmt::format("{} on rung 0 is worth {:.0f} independent values, and {:.0f} are good.",
                   worst->name, size_of(*worst), wanted),
       fmt::format("temper resume {} --sweeps {:.0f}, or as many times more run.steps.",
                   shell_word(run.path),
                   std::ceil(1.2 * static_cast<double>(run.sweeps.size()) / worst_part)),
       {{"size", size_of(*worst)}, {"wanted", wanted}}});
}

void name_what_is_not_finite(const Quantity& quantity, Diagnosis& diagnosis) {
  if (quantity.n_not_finite == 0) return;
  diagnosis.findings.push_back(
      {"values.not-finite",
       quantity.by_sweep ? Severity::grave : Severity::care,
       fmt::format("{} on rung 0 is not finite in {} of {} {}, which are left out.", quantity.name,
                   quantity.n_not_finite, quantity.n_not_finite + quantity.values.front().size(),
                   quantity.by_sweep ? "sweeps" : "draws"),
       quantity.by_sweep ? "A smaller step size (kernel.lr), or a lower ladder.t_max."
                         : "Look at the data for values too large for float32.",
       {{"n", static_cast<double>(quantity.n_not_finite)}}});
}

/// Reports on all that has a value on rung 0, into the diagnosis.
/// @returns whether each has one in every sweep
std::vector<bool> report_on_all(const DiagnosedRun& run, Diagnosis& diagnosis) {
  std::vector<bool> by_sweep;
  for (const auto& quantity : quantities_on_rung_0(run)) {
    name_what_is_not_finite(quantity, diagnosis);
    if (quantity.values.front().size() < fewest_values) continue;
    diagnosis.quantities.push_back(report_on(quantity));
    by_sweep.push_back(quantity.by_sweep);
  }
  return by_sweep;
}

/// True if U falls from the first half of a copy to the second by more than it fluctuates there.
bool still_falls(const std::vector<double>& energy) {
  const auto of_halves = halves({energy});
  const double sd = std::sqrt(variance({of_halves.back()}));
  return mean({of_halves.front()}) - mean({of_halves.back()}) > sd;
}

}  // namespace

void judge_convergence(const DiagnosedRun& run, Diagnosis& diagnosis) {
  const auto by_sweep = report_on_all(run, diagnosis);
  judge_agreement(diagnosis);
  judge_sizes(run, by_sweep, diagnosis);
  if (diagnosis.n_copies == 1)
    diagnosis.findings.push_back(
        {"convergence.one-copy",
         Severity::note,
         "There is one copy: its halves are compared, and what it never visited nobody knows.",
         "run.copies = 4 would show whether independent ladders agree.",
         {}});
}

void judge_ensemble(const DiagnosedRun& run, Diagnosis& diagnosis) {
  report_on_all(run, diagnosis);
  const auto energy = on_rung(run.tables, 0, run.tables.energy, sweeps_with_energy(run.tables));
  if (energy.front().size() < fewest_values) return;
  const auto n_falling = std::count_if(energy.begin(), energy.end(), still_falls);
  if (n_falling == 0) return;
  diagnosis.findings.push_back(
      {"ensemble.falling",
       Severity::note,
       fmt::format(
           "U still falls in {} of {} copies, which are on their way from their descents to "
           "the posterior; temper evaluate says what their predictions are worth.",
           n_falling, energy.size()),
       "",
       {{"falling", static_cast<double>(n_falling)}}});
}

}  // namespace temper
