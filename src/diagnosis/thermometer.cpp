#include "diagnosis/thermometer.h"

#include <algorithm>
#include <cmath>

#include "diagnosis/kept_sweeps.h"
#include "diagnosis/walls.h"
#include "statistics/effective_size.h"

namespace temper {
namespace {

/// The sweeps in which every copy has a value: some are read in a few steps only.
Copies known(const Copies& values) {
  Copies part(values.size());
  for (std::size_t i = 0; i < values.front().size(); ++i)
    if (std::all_of(values.begin(), values.end(),
                    [&](const auto& copy) { return std::isfinite(copy[i]); }))
      for (std::size_t copy = 0; copy < values.size(); ++copy)
        part[copy].push_back(values[copy][i]);
  return part;
}

/// Unknown if fewer than a tenth of the sweeps have a value.
Reading reading_of(const DiagnosedRun& run, std::size_t rung, const std::vector<double>& values,
                   Reading reading) {
  reading.nominal = 1 / beta_of(run.tables, rung);
  if (values.empty()) return reading;  // a run of a program that didn't measure it
  const auto series = known(on_rung(run.tables, rung, values, run.sweeps));
  if (10 * series.front().size() < run.sweeps.size() || series.front().size() < 4) return reading;
  reading.mean = mean(series);
  reading.error = standard_error(series);
  return reading;
}

/// The quantile of 10 %; NaN if the values are NaN.
double lowest_tenth(const Copies& values) {
  std::vector<double> all;
  for (const auto& copy : values) all.insert(all.end(), copy.begin(), copy.end());
  if (std::isnan(all.front())) return all.front();
  const auto place = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 10);
  std::nth_element(all.begin(), place, all.end());
  return *place;
}

/// @param configurational  its temperatures; empty where theta ends at walls
Thermometer thermometer_of(const DiagnosedRun& run, std::size_t rung,
                           const std::vector<double>& configurational) {
  const auto& tables = run.tables;
  const auto round = tables.round_first_sweep.size() - 1;
  return {rung,
          reading_of(run, rung, tables.kinetic_temperature, {}),
          reading_of(run, rung, configurational, {.certain = 5}),
          reading_of(run, rung, tables.data_temperature, {.tolerance = data_tolerance}),
          mean(on_rung(tables, rung, tables.clipped_share, run.sweeps)),
          lowest_tenth(on_rung(tables, rung, tables.cooling_scale, run.sweeps)),
          tables.step_size[round * tables.n_rungs + rung]};
}

}  // namespace

bool Reading::is_off() const {
  return std::abs(mean - nominal) > std::max(tolerance * nominal, certain * error);
}

bool Reading::agrees() const {
  return std::abs(mean - nominal) <= tolerance * nominal && 2 * error <= tolerance * nominal;
}

double Reading::sweeps_to_tell() const {
  const double allowed = tolerance * nominal, distance = std::abs(mean - nominal);
  const double wanted = distance > allowed ? distance / certain : allowed / 2;
  return std::max(1.0, std::pow(error / wanted, 2));
}

const char* Thermometer::verdict() const {
  for (const auto& reading : readings())
    if (reading.is_off()) return reading.excess() > 0 ? "hot" : "cold";
  return is_unsure() ? "unsure" : "agrees";
}

bool Thermometer::is_unsure() const {
  const auto all = readings();
  return std::none_of(all.begin(), all.end(), [](const auto& r) { return r.is_off(); }) &&
         !unsure_readings().empty();
}

std::vector<Reading> Thermometer::unsure_readings() const {
  std::vector<Reading> unsure;
  for (const auto& reading : {kinetic, data})
    if (reading.is_unsure()) unsure.push_back(reading);
  if (!kinetic.is_known() && configurational.is_unsure()) unsure.push_back(configurational);
  return unsure;
}

std::vector<Thermometer> read_thermometers(const DiagnosedRun& run) {
  // Its formula is an integral by parts, without the term that a wall adds.
  const std::vector<double> unknown;
  const auto& configurational = has_walls(run) ? unknown : run.tables.configurational_temperature;
  std::vector<Thermometer> thermometers;
  for (std::size_t rung = 0; rung < run.tables.n_rungs; ++rung) {
    const double temperature = 1 / beta_of(run.tables, rung);
    if (!(temperature > 0) || std::isinf(temperature)) continue;
    const auto found = thermometer_of(run, rung, configurational);
    const auto readings = found.readings();
    if (std::any_of(readings.begin(), readings.end(), [](const auto& r) { return r.is_known(); }))
      thermometers.push_back(found);
  }
  return thermometers;
}

}  // namespace temper
