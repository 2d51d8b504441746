#include "store/run_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "base/errors.h"
#include "base/printable.h"
#include "store/checked_row.h"
#include "store/draws_file.h"
#include "store/pack.h"
#include "store/run_layout.h"
#include "store/same_run.h"

namespace temper {
namespace {

[[noreturn]] void throw_damaged(const std::string& what) {
  throw IoError(what + ": the run is damaged, or its files are of different runs");
}

/// The first `n_rows` rows of a table.
template <class T>
std::vector<T> rows_of(const ReadFile& file, const std::string& name, std::uint64_t n_rows,
                       std::size_t width) {
  auto values = file.read<T>(name);
  if (values.size() < product_or_most(n_rows, width))
    throw_damaged(fmt::format("run.h5: {}: has {} values, where {} rows of {} are committed", name,
                              values.size(), n_rows, width));
  values.resize(n_rows * width);
  return values;
}

void read_sweep_tables(const ReadFile& file, StoredTables& tables) {
  for (const auto& column : sweep_columns()) {
    if (!file.has(column.name)) continue;
    const auto width = column.dimensions.front() == "replica" ? tables.n_replicas()
                                                              : tables.n_copies * tables.n_pairs();
    std::visit(
        [&]<class T>(std::vector<T> SweepTables::*member) {
          tables.*member = rows_of<T>(file, column.name, tables.committed, width);
        },
        column.values);
  }
}

/// What every reader relies on is there, and in every sweep each copy's replicas are on different
/// rungs, so that each rung can be found.
void require_rungs(const StoredTables& tables) {
  const auto n_values = tables.committed * tables.n_replicas();
  if (tables.energy.size() != n_values || tables.prior_energy.size() != n_values ||
      tables.rung_of.size() != n_values)
    throw_damaged("run.h5: energy, prior_energy or rung_of is missing");
  std::vector<bool> is_taken(tables.n_rungs);
  for (std::size_t i = 0; i < tables.rung_of.size(); ++i) {
    if (i % tables.n_rungs == 0) is_taken.assign(tables.n_rungs, false);
    const auto rung = static_cast<std::size_t>(tables.rung_of[i]);
    if (tables.rung_of[i] < 0 || rung >= tables.n_rungs || is_taken[rung])
      throw_damaged(fmt::format("run.h5: rung_of: sweep {} has rung {} twice, or where it can't be",
                                i / tables.n_replicas(), tables.rung_of[i]));
    is_taken[rung] = true;
  }
}

/// Advice divides by what they add up to. NaN: nothing was proposed.
void require_probabilities(const char* name, const std::vector<double>& values) {
  for (const double value : values)
    if (value < 0 || value > 1)
      throw_damaged(fmt::format("run.h5: {}: {} is no probability", name, value));
}

/// "[1,0]": where in an array of this shape its element of this number stands; "" of one number.
std::string place_text(std::uint64_t element, const std::vector<std::uint64_t>& shape) {
  std::vector<std::uint64_t> index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0; element /= shape[axis])
    index[axis] = element % shape[axis];
  return shape.empty() ? "" : fmt::format("[{}]", fmt::join(index, ","));
}

std::vector<std::uint64_t> below(std::vector<std::uint64_t> sweeps, std::uint64_t committed) {
  std::erase_if(sweeps, [&](std::uint64_t sweep) { return sweep >= committed; });
  return sweeps;
}

}  // namespace

std::uint32_t StoredTables::replica_on(std::size_t rung, std::size_t copy,
                                       std::uint64_t sweep) const {
  const auto* first = rung_of.data() + sweep * n_replicas() + copy * n_rungs;
  const auto* found = std::find(first, first + n_rungs, static_cast<std::int32_t>(rung));
  return static_cast<std::uint32_t>(copy * n_rungs + static_cast<std::size_t>(found - first));
}

StoredTables read_tables(const RunFolder& folder) {
  const auto file = open_run_file(folder);
  StoredTables tables;
  tables.committed = read_committed(file, folder);
  tables.n_warmup = file.integer_attribute("n_warmup");
  tables.n_rungs = file.integer_attribute("n_rungs");
  tables.n_copies = file.integer_attribute("n_copies");
  tables.n_parameters = file.integer_attribute("n_parameters");
  tables.draws_groups = draws_groups_of(file);
  const auto n = tables.committed;
  read_sweep_tables(file, tables);
  require_rungs(tables);
  require_probabilities("accept_prob", tables.accept_prob);
  require_probabilities("kernel_accept_prob", tables.kernel_accept_prob);
  tables.draw_sweep = below(file.read<std::uint64_t>("draw_sweep"), n);
  tables.round_first_sweep = below(file.read<std::uint64_t>("round_first_sweep"), n);
  if (n > 0 && (tables.round_first_sweep.empty() || tables.round_first_sweep.front() != 0 ||
                !std::ranges::is_sorted(tables.round_first_sweep)))
    throw_damaged("run.h5: round_first_sweep: rounds begin with sweep 0 and rise");
  tables.beta = rows_of<double>(file, "beta", tables.round_first_sweep.size(), tables.n_rungs);
  tables.step_size =
      rows_of<double>(file, "step_size", tables.round_first_sweep.size(), tables.n_rungs);
  tables.metric_names = file.texts_attribute("metric_names");
  for (const auto& name : tables.metric_names)
    tables.metrics.push_back(
        rows_of<double>(file, name, tables.draw_sweep.size(), tables.n_replicas()));
  return tables;
}

std::vector<std::string> parameter_names(const RunFolder& folder, std::size_t n_parameters) {
  const ReadFile draws(folder.draws_file(0));
  const auto blocks = draws.read_texts("block_name");
  const auto shapes = draws.read<std::uint64_t>("block_shape");
  const auto n_axes = blocks.empty() ? 0 : shapes.size() / blocks.size();
  std::vector<std::string> names;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto padded = std::span(shapes).subspan(i * n_axes, n_axes);
    const std::vector<std::uint64_t> shape(padded.begin(), std::ranges::find(padded, 0U));
    const auto size =
        std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, product_or_most);
    if (size > n_parameters - names.size()) return {};
    for (std::uint64_t element = 0; element < size; ++element)
      names.push_back(printable(blocks[i]) + place_text(element, shape));
  }
  return names.size() == n_parameters ? names : std::vector<std::string>{};
}

DrawsReader::DrawsReader(const RunFolder& folder, const DrawsGroups& groups, std::uint32_t replica)
    : draws_((require_not_packed(folder, "reading its draws here"),
              open_draws(folder, groups, replica, RawFile::Mode::read))),
      replica_(replica) {}

void DrawsReader::read(std::uint64_t draw, std::span<float> theta) const {
  require_length("theta", theta);
  draws_.file.read("theta", draws_.row(replica_, draw), theta);
}

void DrawsReader::require_length(const char* dataset, std::span<const float> theta) const {
  const auto stored = draws_.file.extent(dataset).row_bytes() / sizeof(float);
  if (stored != theta.size())
    throw_damaged(fmt::format("{}: {}: has {} parameters, but the run's config describes {}",
                              draws_.file.path(), dataset, stored, theta.size()));
}

std::optional<StoredBest> DrawsReader::read_best(std::uint64_t committed,
                                                 std::span<float> theta) const {
  require_length("best_theta", theta);
  std::optional<StoredBest> best;
  const auto& file = draws_.file;
  for (const std::uint64_t slot : {0u, 1u}) {
    const auto row = draws_.row(replica_, slot);
    const auto sweep = file.read_value<std::uint64_t>("best_sweep", row);
    if (sweep == never || sweep >= committed) continue;
    if (!row_is_whole(file, "best_checksum", row, best_fields())) continue;
    const double objective = file.read_value<double>("best_energy", row) +
                             file.read_value<double>("best_prior_energy", row);
    if (!std::isfinite(objective)) continue;  // zeros that were written before any energy was known
    if (best && best->objective <= objective) continue;
    file.read("best_theta", row, theta);
    best = {objective, sweep};
  }
  return best;
}

}  // namespace temper
