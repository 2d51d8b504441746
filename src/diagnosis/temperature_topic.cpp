#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/diagnosis.h"
#include "diagnosis/temperature_advice.h"
#include "diagnosis/thermometer.h"

namespace temper {
namespace {

constexpr std::size_t most_rows = 24;

std::string text_of(const Reading& reading) {
  if (!reading.is_known()) return fmt::format("{:>12}{:>12}", "–", "");
  return fmt::format("{:>12.4g} ± {:<9.2g}", reading.mean, reading.error);
}

std::string row_of(const Thermometer& t) {
  auto row = fmt::format("{:>6} {:>12.4g} {} {} {:>8}", t.rung, t.nominal(), text_of(t.kinetic),
                         text_of(t.configurational), t.verdict());
  if (!std::isnan(t.clipped_share)) row += fmt::format(" {:>8.1f} %", 100 * t.clipped_share);
  return row + "\n";
}

/// Rungs at even distances, if there are many.
std::string table_of(const std::vector<Thermometer>& thermometers) {
  auto page = fmt::format("{:>6} {:>12} {:>12}{:12} {:>12}{:12} {:>8}", "rung", "T", "kinetic", "",
                          "config.", "", "2 %");
  if (!std::isnan(thermometers.front().clipped_share)) page += fmt::format(" {:>10}", "clipped");
  page += "\n";
  const auto n_rows = std::min(most_rows, thermometers.size());
  for (std::size_t row = 0; row < n_rows; ++row)
    page += row_of(
        thermometers[row * (thermometers.size() - 1) / std::max<std::size_t>(n_rows - 1, 1)]);
  return page;
}

/// What more sweeps would tell.
std::string unsure_note(const DiagnosedRun& run, const std::vector<Thermometer>& thermometers) {
  std::vector<std::size_t> rungs;
  double vagueness = 1;
  for (const auto& t : thermometers) {
    if (!t.is_unsure()) continue;
    rungs.push_back(t.rung);
    for (const auto& reading : {t.kinetic, t.configurational})
      if (reading.is_known()) vagueness = std::max(vagueness, reading.vagueness());
  }
  if (rungs.empty()) return "";
  return fmt::format("unsure: {} can't be told within 2 %; some {:.0f} sweeps would tell\n",
                     rungs_text(rungs),
                     std::ceil(static_cast<double>(run.sweeps.size()) * vagueness * vagueness));
}

/// What the thermometers can't see.
std::string blind_note(const DiagnosedRun& run) {
  if (run.config.section("kernel").text("type", "sgd", "") != "sgnht") return "";
  return "sgnht holds the mean over the parameters at T: those with more minibatch noise than "
         "others "
         "are hotter than that, and the others colder\n";
}

}  // namespace

Diagnosis diagnose_temperature(const DiagnosedRun& run) {
  const auto thermometers = read_thermometers(run);
  if (thermometers.empty()) return {};
  return {table_of(thermometers) + unsure_note(run, thermometers) + blind_note(run),
          temperature_advice(run, thermometers)};
}

}  // namespace temper
