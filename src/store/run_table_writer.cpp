#include "store/run_table_writer.h"

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
  committed_ = read_committed(open_run_file(folder), folder);
}

void RunTableWriter::write_round(const RoundRow& row) {
  const bool committed = description_.round_first_sweep.at(row.round) < committed_;
  write_row(file_, "round_checksum", row.round,
            std::array{row_field("beta", row.beta), row_field("step_size", row.step_size),
                       row_field("noise_level", row.noise_level)},
            committed);
}

void RunTableWriter::write_sweep(const SweepRow& row) {
  write_row(file_, "sweep_checksum", row.sweep,
            std::array{row_field("energy", row.energy), row_field("prior_energy", row.prior_energy),
                       row_field("rung_of", row.rung_of), row_field("accept_prob", row.accept_prob),
                       row_field("accepted", row.accepted),
                       row_field("kernel_accept_prob", row.kernel_accept_prob),
                       row_field("kinetic_temperature", row.kinetic_temperature),
                       row_field("configurational_temperature", row.configurational_temperature),
                       row_field("clipped_share", row.clipped_share),
                       row_field("cooling_scale", row.cooling_scale),
                       row_field("swap_examples", row.swap_examples)},
            row.sweep < committed_);
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

}  // namespace temper
