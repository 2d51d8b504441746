#include "diagnosis/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text_width.h"

namespace temper {
namespace {

constexpr std::size_t most_rows = 24;
constexpr std::size_t under_number = 5;  // columns: sentences go on below "  1. "

/// Four decimals; of what would need a line for its digits, as many as float32 has.
std::string decimals(double value) {
  constexpr double most = 1e8;
  return std::abs(value) < most ? fmt::format("{:.4f}", value) : fmt::format("{:.6g}", value);
}

std::string convergence_table(const Diagnosis& diagnosis) {
  if (diagnosis.quantities.empty()) return "";
  auto page = fmt::format("{:<22} {:>12} {:>10} {:>7} {:>10} {:>10}\n", "on rung 0", "mean",
                          "± error", "R-hat", "bulk ESS", "tail ESS");
  for (const auto& q : diagnosis.quantities)
    page +=
        fmt::format("{:<22} {:>12} {:>10} {:>7.3f} {:>10.0f} {:>10.0f}\n", q.name, decimals(q.mean),
                    decimals(q.standard_error), q.r_hat, q.bulk_size, q.tail_size);
  return page + "\n";
}

std::string acceptance_by_pair(const std::vector<double>& acceptance) {
  constexpr std::size_t a_line = 8;
  std::string text;
  for (std::size_t pair = 0; pair < acceptance.size(); ++pair) {
    const bool ends = pair % a_line + 1 == a_line || pair + 1 == acceptance.size();
    text += fmt::format("  {}–{} {:.2f}{}", pair, pair + 1, acceptance[pair], ends ? "\n" : "");
  }
  return text;
}

std::string ladder_table(const Diagnosis& diagnosis) {
  if (!diagnosis.ladder) return "";
  const auto& ladder = *diagnosis.ladder;
  return fmt::format(
             "barrier {:.2f}: about {} rungs suit it, there are {}\n"
             "round trips {}, of {:.0f} if energies forgot each sweep\n"
             "mean acceptance {:.2f}; the tightest pair is {} and {} with {:.3f}\n",
             ladder.barrier, ladder.wanted_rungs, diagnosis.n_rungs, ladder.all_round_trips(),
             ladder.predicted_trips, ladder.mean_acceptance(), ladder.tightest(),
             ladder.tightest() + 1, ladder.acceptance[ladder.tightest()]) +
         acceptance_by_pair(ladder.acceptance) + "\n";
}

std::string text_of(const Reading& reading) {
  if (!reading.is_known()) return fmt::format("{:>12}{:>12}", "–", "");
  return fmt::format("{:>12.4g} ± {:<9.2g}", reading.mean, reading.error);
}

std::string row_of(const Thermometer& t) {
  auto row = fmt::format("{:>6} {:>12.4g}", t.rung, t.nominal());
  for (const auto& reading : {t.data, t.kinetic, t.configurational}) row += " " + text_of(reading);
  row += fmt::format(" {:>8}", t.verdict());
  if (!std::isnan(t.clipped_share)) row += fmt::format(" {:>8.1f} %", 100 * t.clipped_share);
  return row + "\n";
}

/// Rungs at even distances, if there are many.
std::string temperature_table(const std::vector<Thermometer>& thermometers) {
  if (thermometers.empty()) return "";
  auto page = fmt::format("{:>6} {:>12} {:>12}{:12} {:>12}{:12} {:>12}{:12} {:>8}", "rung", "T",
                          "along data", "", "kinetic", "", "config.", "", "5, 2 %");
  if (!std::isnan(thermometers.front().clipped_share)) page += fmt::format(" {:>10}", "clipped");
  page += "\n";
  const auto n_rows = std::min(most_rows, thermometers.size());
  for (std::size_t row = 0; row < n_rows; ++row)
    page += row_of(
        thermometers[row * (thermometers.size() - 1) / std::max<std::size_t>(n_rows - 1, 1)]);
  return page + "\n";
}

std::string ladder_line(const LadderReport& ladder) {
  return fmt::format(
      "Ladder: barrier {:.2f}, {} round trips, {:.0f} predicted, mean acceptance "
      "{:.2f}.\n",
      ladder.barrier, ladder.all_round_trips(), ladder.predicted_trips, ladder.mean_acceptance());
}

std::string temperature_line(const Diagnosis& diagnosis) {
  const auto& all = diagnosis.thermometers;
  if (all.empty()) return "";
  std::string text;
  for (const auto& finding : diagnosis.findings)
    if (finding.id.starts_with("temperature.") && finding.severity != Severity::note)
      text += fmt::format("Temperature: {}\n", finding.text());
  if (!text.empty()) return text;
  const auto n_unsure =
      std::count_if(all.begin(), all.end(), [](const auto& t) { return t.is_unsure(); });
  if (n_unsure == 0) return "Temperature: within 2 % of nominal at every rung.\n";
  return fmt::format(
      "Temperature: nominal as far as {} sweeps can tell; at {} of {} rungs they can't tell 2 %.\n",
      diagnosis.n_sweeps, n_unsure, all.size());
}

}  // namespace

std::string verdict_text(const Diagnosis& diagnosis) {
  auto text = fmt::format("Verdict: {}.\n", diagnosis.verdict);
  std::size_t n = 0;
  for (const auto& finding : diagnosis.findings)
    if (finding.severity != Severity::note) text += fmt::format("  {}. {}\n", ++n, finding.text());
  for (const auto& finding : diagnosis.findings)
    if (finding.severity == Severity::note) text += fmt::format("Note: {}\n", finding.text());
  return wrapped(text, usual_columns, under_number);
}

std::string diagnosis_page(const Diagnosis& diagnosis) {
  return fmt::format("{}: {} cop{} of {} rungs, {} kept sweeps\n\n", diagnosis.path,
                     diagnosis.n_copies, diagnosis.n_copies == 1 ? "y" : "ies", diagnosis.n_rungs,
                     diagnosis.n_sweeps) +
         convergence_table(diagnosis) + ladder_table(diagnosis) +
         temperature_table(diagnosis.thermometers) + verdict_text(diagnosis);
}

std::string diagnosis_summary(const Diagnosis& diagnosis) {
  const auto lines =
      (diagnosis.ladder ? ladder_line(*diagnosis.ladder) : "") + temperature_line(diagnosis);
  return wrapped(lines, usual_columns, under_number) + verdict_text(diagnosis);
}

}  // namespace temper
