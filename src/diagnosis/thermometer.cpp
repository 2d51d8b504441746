#include "diagnosis/thermometer.h"

#include <algorithm>
#include <cmath>

#include "diagnosis/kept_sweeps.h"
#include "statistics/effective_size.h"

namespace temper {
namespace {

Reading reading_of(const DiagnosedRun& run, std::size_t rung, const std::vector<double>& values,
                   double certain) {
  const auto series = on_rung(run.tables, rung, values, run.sweeps);
  const double average = mean(series);
  return {certain, 1 / beta_of(run.tables, rung), average,
          std::isnan(average) ? 0 : standard_error(series)};
}

/// What a tenth of the values are below; NaN if they are.
double lowest_tenth(const Copies& values) {
  std::vector<double> all;
  for (const auto& copy : values) all.insert(all.end(), copy.begin(), copy.end());
  if (std::isnan(all.front())) return all.front();
  const auto place = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 10);
  std::nth_element(all.begin(), place, all.end());
  return *place;
}

Thermometer thermometer_of(const DiagnosedRun& run, std::size_t rung) {
  const auto& tables = run.tables;
  const auto round = tables.round_first_sweep.size() - 1;
  return {rung,
          reading_of(run, rung, tables.kinetic_temperature, 3),
          reading_of(run, rung, tables.configurational_temperature, 5),
          mean(on_rung(tables, rung, tables.clipped_share, run.sweeps)),
          lowest_tenth(on_rung(tables, rung, tables.cooling_scale, run.sweeps)),
          tables.step_size[round * tables.n_rungs + rung]};
}

}  // namespace

bool Reading::is_off() const {
  return std::abs(mean - nominal) > std::max(temperature_tolerance * nominal, certain * error);
}

bool Reading::is_unsure() const { return is_known() && !is_off() && vagueness() > 1; }

const char* Thermometer::verdict() const {
  for (const auto& reading : {kinetic, configurational})
    if (reading.is_off()) return reading.excess() > 0 ? "hot" : "cold";
  return is_unsure() ? "unsure" : "agrees";
}

bool Thermometer::is_unsure() const {
  return !kinetic.is_off() && !configurational.is_off() &&
         (kinetic.is_unsure() || configurational.is_unsure());
}

std::vector<Thermometer> read_thermometers(const DiagnosedRun& run) {
  std::vector<Thermometer> thermometers;
  for (std::size_t rung = 0; rung < run.tables.n_rungs; ++rung) {
    const double temperature = 1 / beta_of(run.tables, rung);
    if (!(temperature > 0) || std::isinf(temperature)) continue;
    const auto found = thermometer_of(run, rung);
    if (found.kinetic.is_known() || found.configurational.is_known()) thermometers.push_back(found);
  }
  return thermometers;
}

}  // namespace temper
