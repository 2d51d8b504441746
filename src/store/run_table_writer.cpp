#include "store/run_table_writer.h"

#include <algorithm>
#include <array>

#include "store/checked_row.h"
#include "store/run_layout.h"
#include "store/same_run.h"
#include "store/static_checksum.h"

namespace temper {

PreallocatedFile RunTableWriter::create(const RunFolder& folder,
                                        const RunDescription& description) {
  auto file = PreallocatedFile::create(folder.run_file(), run_layout(description));
  write_static_checksum(file);
  return file;
}

RunTableWriter::RunTableWriter(const RunFolder& folder, const RunDescription& description)
    : description_(description), file_(PreallocatedFile::open(folder.run_file())) {
  auto expected = run_layout(description);
  std::erase_if(expected.datasets, [&](const DatasetLayout& dataset) {
    return !file_.has(dataset.name) && is_sweep_column(dataset.name);  // of a later program
  });
  file_.require_room_for(expected);
  committed_ = read_committed(open_run_file(folder), folder);
}

void RunTableWriter::write_round(const RoundRow& row) {
  const bool committed = description_.round_first_sweep.at(row.round) < committed_;
  write_row(file_, "round_checksum", row.round,
            std::array{row_field("beta", row.beta), row_field("step_size", row.step_size),
                       row_field("noise_level", row.noise_level)},
            committed);
}

void RunTableWriter::write_sweep(std::uint64_t sweep, const SweepTables& row) {
  std::vector<RowField> fields;
  for (const auto& column : sweep_columns())
    if (file_.has(column.name)) fields.push_back({column.name, column.bytes(row)});
  write_row(file_, "sweep_checksum", sweep, fields, sweep < committed_);
}

void RunTableWriter::write_metrics(std::uint64_t draw, std::span<const double> metrics) {
  const std::size_t n = description_.n_replicas();
  std::vector<RowField> fields;
  for (std::size_t i = 0; i < description_.metric_names.size(); ++i)
    fields.push_back(row_field(description_.metric_names[i], metrics.subspan(i * n, n)));
  write_row(file_, "draw_checksum", draw, fields, description_.draw_sweep(draw) < committed_);
}

void RunTableWriter::commit(std::uint64_t count) {
  if (count <= committed_) return;
  file_.write_value("committed", 0, count);
  committed_ = count;
}

void RunTableWriter::take_rows(const RunTableWriter& other, std::uint64_t begin,
                               std::uint64_t end) {
  const auto take = [&](std::vector<std::string> tables, const std::string& checksum,
                        std::uint64_t first, std::uint64_t last) {
    tables.push_back(checksum);
    for (const auto& table : tables) copy_rows(other.file_, file_, table, first, last);
  };
  const auto round_of = [&](std::uint64_t sweep) {
    const auto& firsts = description_.round_first_sweep;
    return static_cast<std::uint64_t>(std::ranges::lower_bound(firsts, sweep) - firsts.begin());
  };
  take(round_fields(), "round_checksum", round_of(begin), round_of(end));
  take(sweep_fields(file_), "sweep_checksum", begin, end);
  take(description_.metric_names, "draw_checksum", description_.n_draws_before(begin),
       description_.n_draws_before(end));
}

}  // namespace temper
