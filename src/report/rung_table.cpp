#include "report/rung_table.h"

#include <fmt/format.h>

#include <cmath>

#include "base/number_text.h"
#include "base/text_table.h"

namespace temper {
namespace {

/// `n` indices from 0 to `size` - 1 at even distances, both ends among them.
std::vector<std::size_t> spread(std::size_t size, std::size_t n) {
  std::vector<std::size_t> indices;
  if (size <= n) n = size;
  for (std::size_t i = 0; i < n; ++i)
    indices.push_back(n == 1 ? 0 : (i * (size - 1) + (n - 1) / 2) / (n - 1));
  return indices;
}

/// Shares have two decimals, so that a column of them can be compared; small ones three digits.
std::string share_text(double share) {
  if (std::isnan(share)) return "–";
  return share > 0 && share < 0.01 ? fmt::format("{:.1g}", share) : fmt::format("{:.2f}", share);
}

TextTable table_for(const Snapshot& snapshot, bool by_copy) {
  std::vector<TextTable::Column> columns = {
      {by_copy ? "copy" : "rung"}, {"temperature"}, {"replica"}, {"energy U, nats"}};
  if (!by_copy) columns.push_back({"swaps with next"});
  if (!snapshot.metric.empty()) columns.push_back({snapshot.metric_name});
  return TextTable(columns);
}

}  // namespace

std::vector<std::string> rung_table(const Snapshot& snapshot, std::size_t most_rows) {
  const auto& ladder = *snapshot.ladder;
  const auto n_copies = snapshot.replica_at->size() / ladder.size();
  const bool by_copy = ladder.size() == 1 && n_copies > 1;
  auto table = table_for(snapshot, by_copy);
  for (const std::size_t row : spread(by_copy ? n_copies : ladder.size(), most_rows)) {
    const auto replica = (*snapshot.replica_at)[row];
    std::vector<std::string> cells = {
        std::to_string(row), number_text(ladder.temperature[by_copy ? 0 : row]),
        std::to_string(replica), number_text(snapshot.energy[replica])};
    const bool has_pair = row < snapshot.rejection.size();
    if (!by_copy) cells.push_back(has_pair ? share_text(1 - snapshot.rejection[row]) : "");
    if (!snapshot.metric.empty()) cells.push_back(number_text(snapshot.metric[replica]));
    table.add(cells);
  }
  auto lines = table.lines();
  if (n_copies > 1 && !by_copy)
    lines.insert(lines.begin(), fmt::format("copy 0 of {}; swaps are of all copies", n_copies));
  return lines;
}

}  // namespace temper
