#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "diagnosis/diagnosis.h"
#include "diagnosis/kept_sweeps.h"
#include "statistics/convergence.h"
#include "statistics/effective_size.h"

namespace temper {
namespace {

constexpr double highest_r_hat = 1.01;  // Vehtari et al. 2021, section 4
constexpr double size_a_copy = 100;     // likewise: 400 with four chains
constexpr std::size_t fewest_values = 8;

/// Something that has a value in every sweep, or every draw, on rung 0.
struct Quantity {
  std::string name;
  Copies values;
};

std::vector<Quantity> quantities_of(const DiagnosedRun& run) {
  const auto& tables = run.tables;
  std::vector<Quantity> quantities = {
      {"energy U", on_rung(tables, 0, tables.energy, sweeps_with_energy(tables))}};
  for (std::size_t i = 0; i < tables.metric_names.size(); ++i)
    quantities.push_back({tables.metric_names[i], draws_on_rung(tables, 0, tables.metrics[i])});
  std::erase_if(quantities,
                [](const Quantity& q) { return q.values.front().size() < fewest_values; });
  return quantities;
}

std::string row_of(const Quantity& quantity, const Convergence& found) {
  return fmt::format("{:<22} {:>12.4f} {:>10.4f} {:>7.3f} {:>10.0f} {:>10.0f}\n", quantity.name,
                     mean(quantity.values), standard_error(quantity.values), found.r_hat,
                     found.bulk_size, found.tail_size);
}

/// On the energy alone: what is drawn every `thin` sweeps can't have more independent values.
std::vector<std::string> advice_on(const DiagnosedRun& run, const Convergence& found) {
  std::vector<std::string> advice;
  if (found.r_hat > highest_r_hat)
    advice.push_back(fmt::format(
        "Copies, or halves of them, disagree about U on rung 0 (R-hat {:.3f}, below {} is good): "
        "double run.warmup and run.steps, and give run.copies = 4 if there are fewer.",
        found.r_hat, highest_r_hat));
  const double least = std::min(found.bulk_size, found.tail_size);
  const double wanted = size_a_copy * static_cast<double>(run.tables.n_copies);
  if (least < wanted)
    advice.push_back(fmt::format(
        "U on rung 0 is worth {:.0f} independent values, {:.0f} are good: temper resume {} "
        "--sweeps {:.0f}, or as many times more run.steps.",
        least, wanted, run.path,
        std::ceil(static_cast<double>(run.sweeps.size()) * wanted / least)));
  return advice;
}

}  // namespace

Diagnosis diagnose_convergence(const DiagnosedRun& run) {
  Diagnosis diagnosis;
  for (const auto& quantity : quantities_of(run)) {
    if (diagnosis.page.empty())
      diagnosis.page = fmt::format("{:<22} {:>12} {:>10} {:>7} {:>10} {:>10}\n", "on rung 0",
                                   "mean", "± error", "R-hat", "bulk ESS", "tail ESS");
    const auto found = convergence(quantity.values);
    diagnosis.page += row_of(quantity, found);
    if (quantity.name == "energy U") diagnosis.advice = advice_on(run, found);
  }
  if (run.tables.n_copies == 1)
    diagnosis.page += "One copy: its halves are compared; what it never visited, nobody knows.\n";
  return diagnosis;
}

}  // namespace temper
