// temper pack: a compressed archive of a run.

#include <fmt/format.h>

#include "app/commands.h"
#include "base/output.h"
#include "h5/raw_file.h"
#include "store/pack.h"

namespace temper {
namespace {

/// "runs/x/" and "runs/x" alike.
std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

ExitCode archive_run(const Arguments& arguments, const Communicator& world) {
  const auto run = without_slash(arguments.positional());
  const auto archive = arguments.value("out", run + ".packed");
  world.together([&] {
    if (!world.is_root()) return;
    const auto report = pack_run(run, archive);
    print(fmt::format(
        "{}: {}, {:.0f} % of the run's {}; every value compared\n", archive,
        in_units(report.archive_bytes),
        100 * static_cast<double>(report.archive_bytes) / static_cast<double>(report.run_bytes),
        in_units(report.run_bytes)));
  });
  return ExitCode::ok;
}

constexpr const char* pack_details =
    "Chunked, shuffled and deflated HDF5, which h5py, xarray, temper.open_run and temper-report\n"
    "read as they read the run. Every value is compared with the run's before the archive gets\n"
    "its name. It has no checkpoints: keep the run itself if you may want to go on with it.\n";

}  // namespace

Command pack_command() {
  return {"pack",       "a compressed archive of a run",
          "RUN",        {{"out", "ARCHIVE", "folder of the archive [RUN.packed]"}},
          pack_details, archive_run};
}

}  // namespace temper
