#include "diagnosis/diagnosed_run.h"

#include <fmt/format.h>

#include "diagnosis/kept_sweeps.h"
#include "store/same_run.h"

namespace temper {
namespace {

/// N; 1 if the run doesn't say.
std::uint64_t n_points_of(const RunFolder& folder) {
  const auto attribute = open_run_file(folder).attribute("n_points");
  const auto* number = attribute ? std::get_if<std::int64_t>(&attribute->value) : nullptr;
  return number ? static_cast<std::uint64_t>(*number) : 1;
}

}  // namespace

DiagnosedRun read_for_diagnosis(const std::string& path, const Config& config) {
  const RunFolder folder(path);
  auto tables = read_tables(folder);
  auto sweeps = kept_sweeps(tables);
  return {config, std::move(tables), std::move(sweeps), n_points_of(folder), path};
}

std::string rungs_text(const std::vector<std::size_t>& rungs) {
  std::string text = rungs.size() == 1 ? "rung " : "rungs ";
  for (std::size_t first = 0, last; first < rungs.size(); first = last + 1) {
    last = first;
    while (last + 1 < rungs.size() && rungs[last + 1] == rungs[last] + 1) ++last;
    text += fmt::format("{}{}", first == 0 ? "" : ", ", rungs[first]);
    if (last > first) text += fmt::format("{}{}", last == first + 1 ? ", " : "–", rungs[last]);
  }
  return text;
}

}  // namespace temper
