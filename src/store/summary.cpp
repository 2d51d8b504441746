#include "store/summary.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/errors.h"
#include "store/checkpoint_file.h"
#include "store/run_layout.h"
#include "store/run_lock.h"
#include "store/same_run.h"

namespace temper {
namespace {

std::uint64_t bytes_in(const std::string& path) {
  std::uint64_t total = 0;
  std::error_code vanished;  // files come and go while the run goes on
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, vanished))
    if (entry.is_regular_file(vanished)) total += entry.file_size(vanished);
  return total;
}

std::vector<std::uint64_t> checkpoint_sweeps(const RunFolder& folder) {
  std::vector<std::uint64_t> sweeps;
  for (const int which : {0, 1}) try {
      const auto sweep = CheckpointFile(folder, which, RawFile::Mode::read).sweep();
      if (sweep != never) sweeps.push_back(sweep);
    } catch (const IoError&) {
      continue;  // lost: a resume makes it anew
    }
  std::ranges::sort(sweeps);
  return sweeps;
}

}  // namespace

std::string RunSummary::config() const {
  const auto found = std::ranges::find(attributes, "config", &Attribute::name);
  return found == attributes.end() ? "" : std::get<std::string>(found->value);
}

RunSummary summarise_run(const std::string& path) {
  const RunFolder folder(path);
  const ReadFile run = open_run_file(folder);
  RunSummary summary;
  summary.committed = read_committed(run, folder);
  summary.n_warmup = run.integer_attribute("n_warmup");
  summary.n_sweeps = run.integer_attribute("n_sweeps");
  summary.n_rungs = run.integer_attribute("n_rungs");
  summary.n_copies = run.integer_attribute("n_copies");
  summary.n_parameters = run.integer_attribute("n_parameters");
  summary.n_draws = static_cast<std::uint64_t>(
      std::ranges::count_if(run.read<std::uint64_t>("draw_sweep"),
                            [&](std::uint64_t sweep) { return sweep < summary.committed; }));
  summary.bytes = bytes_in(path);
  summary.checkpoint_sweeps = checkpoint_sweeps(folder);
  summary.writer = RunLock::owner(folder);
  summary.attributes = run.attributes();
  return summary;
}

}  // namespace temper
