#include "diagnosis/walls.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/out_of_bounds.h"
#include "diagnosis/kept_sweeps.h"

namespace temper {
namespace {

std::size_t n_out_of_bounds(const DiagnosedRun& run, std::size_t rung) {
  std::size_t n = 0;
  for (const auto& copy : on_rung(run.tables, rung, run.tables.energy, run.sweeps))
    n += static_cast<std::size_t>(std::count_if(copy.begin(), copy.end(), is_out_of_bounds));
  return n;
}

}  // namespace

bool has_walls(const DiagnosedRun& run) {
  if (run.config.section("prior").text("type", "normal", "") == "uniform") return true;
  const auto& tables = run.tables;
  const auto hottest = tables.n_rungs - 1;
  return beta_of(tables, hottest) == 0 && n_out_of_bounds(run, hottest) > 0;
}

bool may_have_walls(const DiagnosedRun& run) {
  const auto type = run.config.section("potential").text("type", "", "");
  return type == "plugin" || type == "python";  // Stan's parameters are unconstrained
}

std::optional<DiagnosisFinding> beyond_walls(const DiagnosedRun& run) {
  std::vector<std::size_t> rungs;
  std::size_t n = 0;
  for (std::size_t rung = 0; rung < run.tables.n_rungs; ++rung) {
    if (beta_of(run.tables, rung) == 0) continue;
    const auto here = n_out_of_bounds(run, rung);
    if (here > 0) rungs.push_back(rung);
    n += here;
  }
  if (rungs.empty()) return std::nullopt;
  return DiagnosisFinding{
      "values.out-of-bounds",
      Severity::grave,
      fmt::format("U on {} is not finite in {} sweeps: theta is out of bounds there, where no step "
                  "may lead.",
                  rungs_text(rungs), n),
      "A kernel with a Metropolis test (\"hmc\") keeps within them; if it is one, the model doesn't "
      "say the same of the same theta each time.",
      {{"n", static_cast<double>(n)}}};
}

}  // namespace temper
