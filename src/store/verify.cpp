#include "store/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <filesystem>
#include <functional>
#include <thread>

#include "base/errors.h"
#include "store/checked_row.h"
#include "store/checkpoint_file.h"
#include "store/draws_file.h"
#include "store/row_ranges.h"
#include "store/run_layout.h"
#include "store/same_run.h"
#include "store/static_checksum.h"

namespace temper {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<std::uint64_t>;

class Verifier {
 public:
  explicit Verifier(const std::string& path) : folder_(path) {}

  VerifyReport report() {
    folder_.require_run();
    within("run.h5", "all tables", [&] { check_run(); });
    check_checkpoints();
    if (!is_count_known_) do_without_run_file();
    for (const auto first : groups_.firsts())
      within(short_name(folder_.draws_file(first)),
             groups_.per_file == 1 ? "all draws of the replica" : "all draws of its replicas",
             [&] { check_draws(first); });
    if (fs::exists(folder_.predictions_file()))
      within("predictions.h5", "the predictions", [&] { check_predictions(); });
    return report_;
  }

 private:
  std::string short_name(const std::string& file) const {
    return fs::path(file).lexically_relative(folder_.path()).string();
  }

  /// The checkpoints and the replicas' files tell how far the run was, and of how many replicas.
  void do_without_run_file() {
    groups_ = groups_by_files();
    report_.committed = report_.resumes.value_or(0);
    report_.notes.push_back(
        fmt::format("draws are checked up to sweep {}, that of the newest whole checkpoint, since "
                    "run.h5 can't tell",
                    report_.committed));
  }

  /// As the first file of draws and the last one have it.
  DrawsGroups groups_by_files() const {
    const auto n_files = folder_.n_draws_files();
    if (n_files == 0) return {};
    const auto per_file = n_replicas_in(0);
    return {per_file * (n_files - 1) + n_replicas_in(per_file * (n_files - 1)), per_file};
  }

  std::uint64_t n_replicas_in(std::uint64_t first) const {
    try {
      const PreallocatedFile file = PreallocatedFile::open(
          folder_.draws_file(static_cast<std::uint32_t>(first)), RawFile::Mode::read);
      return std::max<std::uint64_t>(1, n_replicas_of(file));
    } catch (const IoError&) {
      return 1;  // the check of the file itself says what is wrong
    }
  }

  /// Runs a check of one file; a file that can't be read is damage.
  void within(const std::string& file, const std::string& affected,
              const std::function<void()>& check) {
    file_ = file;
    try {
      check();
    } catch (const IoError& error) {
      damaged(affected, error.what());
    }
  }

  void damaged(const std::string& affected, const std::string& why) {
    report_.damaged.push_back(fmt::format("{}: {}: {}", file_, affected, why));
  }

  bool check_static_part(const PreallocatedFile& file) {
    if (static_part_is_whole(file)) return true;
    damaged("names, axes, attributes or fixed tables", "wrong checksum");
    return false;
  }

  /// Says which rows of a table are good and which are not.
  /// @param row_in_file  where a row lies
  void check_rows(
      const PreallocatedFile& file, const std::string& what, const std::string& checksum_dataset,
      const Rows& rows, const std::vector<std::string>& fields,
      const std::function<std::uint64_t(std::uint64_t)>& row_in_file = std::identity{}) {
    Rows bad;
    for (const auto row : rows)
      if (!row_is_whole(file, checksum_dataset, row_in_file(row), fields)) bad.push_back(row);
    if (!bad.empty()) damaged(what + " " + in_ranges(bad), "wrong checksum");
    report_.whole.push_back(
        fmt::format("{}: {}: {} of {} whole", file_, what, rows.size() - bad.size(), rows.size()));
  }

  void check_run() {
    const ReadFile run = open_unchecked(folder_);
    const auto file = PreallocatedFile::open(folder_.run_file(), RawFile::Mode::read);
    groups_ = draws_groups_of(run);
    report_.committed = file.read_value<std::uint64_t>("committed");
    is_count_known_ = true;
    note_version(file);
    check_count(file);

    const auto first_sweeps = run.read<std::uint64_t>("round_first_sweep");
    const auto draw_sweeps = run.read<std::uint64_t>("draw_sweep");
    check_rows(file, "sweeps", "sweep_checksum", rows_below(report_.committed), sweep_fields(file));
    check_rows(file, "rounds", "round_checksum", committed_among(first_sweeps), round_fields());
    if (check_static_part(file))  // else the names of metrics may not be read
      check_rows(file, "metrics of draws", "draw_checksum", committed_among(draw_sweeps),
                 run.texts_attribute("metric_names"));
  }

  void note_version(const PreallocatedFile& file) {
    if (file.format_version() == 1)
      report_.notes.push_back(
          "format version 1: its checksums leave out theta and energies in checkpoints of kernels "
          "without scalars, and the sweeps of a run of one rung; damage there can't be seen");
  }

  /// At most one row beyond the count can be whole: that of a commit which was under way.
  void check_count(const PreallocatedFile& file) {
    const std::uint64_t total = file.extent("sweep_checksum").n_rows();
    is_finished_ = report_.committed == total;
    if (report_.committed > total) {
      damaged("committed", fmt::format("{}, but there is room for {}", report_.committed, total));
      report_.committed = total;
    } else if (report_.committed + 1 < total &&
               row_is_whole(file, "sweep_checksum", report_.committed + 1, sweep_fields(file))) {
      damaged("committed", fmt::format("{}, but later sweeps are whole", report_.committed));
    }
  }

  static Rows rows_below(std::uint64_t n) {
    Rows rows(n);
    for (std::uint64_t row = 0; row < n; ++row) rows[row] = row;
    return rows;
  }

  Rows committed_among(const std::vector<std::uint64_t>& sweeps) const {
    Rows rows;
    for (std::uint64_t row = 0; row < sweeps.size(); ++row)
      if (sweeps[row] < report_.committed) rows.push_back(row);
    return rows;
  }

  void check_draws(std::uint32_t first) {
    const auto draws = open_draws(folder_, groups_, first, RawFile::Mode::read);
    check_static_part(draws.file);
    std::vector<std::uint64_t> sweeps(draws.file.extent("sweep").n_rows());
    draws.file.read("sweep", 0, std::span(sweeps));
    for (auto replica = first; replica < first + draws.n_replicas; ++replica)
      check_replica(draws, replica, committed_among(sweeps));
  }

  void check_replica(const OpenDraws& draws, std::uint32_t replica, const Rows& committed) {
    const auto whose = groups_.per_file == 1 ? "" : fmt::format("replica {}: ", replica);
    check_rows(draws.file, whose + "draws", "checksum", committed, {"theta"},
               [&](std::uint64_t draw) { return draws.row(replica, draw); });
    for (const std::uint64_t slot : {0u, 1u})
      if (!best_slot_is_whole(draws.file, draws.row(replica, slot)))
        damaged(fmt::format("{}best state, slot {}", whose, slot), "wrong checksum");
  }

  /// A slot that is being written right now is looked at again.
  bool best_slot_is_whole(const PreallocatedFile& file, std::uint64_t row) const {
    for (int attempt = 0; attempt < 5; ++attempt) {
      if (file.read_value<std::uint64_t>("best_sweep", row) == never)
        return !is_finished_ || is_untouched(file, row);
      if (row_is_whole(file, "best_checksum", row, best_fields())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(attempt * 10));
    }
    return false;
  }

  /// A slot that never had a state is as it was created.
  static bool is_untouched(const PreallocatedFile& file, std::uint64_t row) {
    std::vector<float> theta(file.extent("best_theta").row_bytes() / sizeof(float));
    file.read("best_theta", row, std::span(theta));
    return std::ranges::all_of(theta,
                               [](float x) { return std::bit_cast<std::uint32_t>(x) == 0; }) &&
           file.read_value<std::uint64_t>("best_energy", row) == 0 &&
           file.read_value<std::uint64_t>("best_prior_energy", row) == 0 &&
           file.read_value<std::uint32_t>("best_checksum", row) == 0;
  }

  void check_predictions() {
    const auto file = PreallocatedFile::open(folder_.predictions_file(), RawFile::Mode::read);
    if (!file.extents().contains("static_checksum"))
      report_.notes.push_back("predictions.h5: has no checksum; temper evaluate writes it anew");
    else if (static_part_is_whole(file))
      report_.whole.push_back("predictions.h5: whole");
    else
      damaged("the predictions", "wrong checksum; temper evaluate writes them anew");
  }

  void check_checkpoints() {
    for (const int which : {0, 1})
      within(short_name(folder_.checkpoint_file(which)), "the checkpoint",
             [&] { check_checkpoint(which); });
    if (!report_.resumes && report_.committed > 0)
      report_.notes.push_back("no whole checkpoint: a resume computes the run from its start");
  }

  void check_checkpoint(int which) {
    const CheckpointFile checkpoint(folder_, which, RawFile::Mode::read);
    check_static_part(checkpoint.file());
    if (was_never_written(checkpoint.file())) return;
    if (const auto problem = problem_of(checkpoint); !problem.empty()) {
      if (is_finished_)
        damaged("the checkpoint", problem);
      else
        report_.notes.push_back(fmt::format("{}: {}: damaged, or half written", file_, problem));
      return;
    }
    const std::uint64_t sweep = checkpoint.sweep();
    if (is_count_known_ && sweep > report_.committed)
      damaged("the checkpoint", fmt::format("of sweep {}, later than committed", sweep));
    report_.resumes = std::max(report_.resumes.value_or(0), sweep);
    report_.whole.push_back(fmt::format("{}: whole, of sweep {}", file_, sweep));
  }

  /// As it was created: the header of every checkpoint has a sweep.
  static bool was_never_written(const PreallocatedFile& file) {
    return file.read_value<std::uint64_t>("sweep") == never &&
           file.read_value<std::uint32_t>("header_checksum") == 0;
  }

  static std::string problem_of(const CheckpointFile& checkpoint) {
    if (checkpoint.sweep() == never) return "its header has a wrong checksum";
    Rows bad;
    const auto n_replicas = checkpoint.file().extent("replica_checksum").n_rows();
    for (std::uint32_t replica = 0; replica < n_replicas; ++replica)
      if (!checkpoint.replica_is_whole(replica)) bad.push_back(replica);
    return bad.empty() ? "" : "replicas " + in_ranges(bad) + " have a wrong checksum";
  }

  RunFolder folder_;
  VerifyReport report_;
  std::string file_;  ///< being checked, for messages
  DrawsGroups groups_;
  bool is_finished_ = false;
  bool is_count_known_ = false;  ///< run.h5 could be read
};

}  // namespace

VerifyReport verify_run(const std::string& path) { return Verifier(path).report(); }

}  // namespace temper
