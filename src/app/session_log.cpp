#include "app/session_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "base/errors.h"
#include "base/simd.h"
#include "base/version.h"
#include "files/json_text.h"
#include "h5/raw_file.h"
#include "report/host_name.h"

namespace temper {
namespace {

/// UTC, ISO 8601.
std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

std::string json_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const auto& text : texts) quoted.push_back(json_text(text));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

/// The job that the session is of, by what schedulers set: `"job": {…}, `; "" outside of one.
std::string job_text() {
  constexpr std::array<std::pair<const char*, const char*>, 3> schedulers = {
      {{"slurm", "SLURM_JOB_ID"}, {"pbs", "PBS_JOBID"}, {"lsf", "LSB_JOBID"}}};
  for (const auto& [name, variable] : schedulers)
    if (const char* id = std::getenv(variable))
      return fmt::format("\"job\": {{\"scheduler\": \"{}\", \"id\": {}}}, ", name, json_text(id));
  return "";
}

std::string seconds_by_phase(const Stopwatch& watch) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < phase_names.size(); ++i)
    parts.push_back(
        fmt::format("\"{}\": {:.3f}", phase_names[i], watch.seconds(static_cast<Phase>(i))));
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

}  // namespace

std::string signal_name(int signal) {
  switch (signal) {
    case SIGINT:
      return "SIGINT";
    case SIGTERM:
      return "SIGTERM";
    case SIGUSR1:
      return "SIGUSR1";
    case SIGUSR2:
      return "SIGUSR2";
    case SIGHUP:
      return "SIGHUP";
    case SIGPIPE:
      return "SIGPIPE";
    default:
      return fmt::format("signal {}", signal);
  }
}

SessionLog::SessionLog(RunStore& store, std::string command_line, std::string plan,
                       const std::string& folder, const Communicator& world)
    : store_(store),
      command_line_(std::move(command_line)),
      plan_(std::move(plan)),
      hosts_(json_list(world.all_gather(host_name()))),
      n_ranks_(world.size()) {
  if (world.is_root()) log_file_ = RunFolder(folder).log_file();
}

/// A line for machines and one for people. A disk without room for them is no reason to end a run,
/// whose own room is reserved.
void SessionLog::write(const std::string& json, const std::string& words) {
  try {
    store_.log_session(json);
    RawFile(log_file_, RawFile::Mode::append)
        .append(fmt::format("[{:%Y-%m-%d %H:%M:%S}] {}\n", fmt::gmtime(std::time(nullptr)), words));
  } catch (const IoError& error) {
    std::fputs(fmt::format("temper: the run goes on without its log: {}\n", error.what()).c_str(),
               stderr);
  }
}

void SessionLog::begin(std::uint64_t sweep) {
  if (log_file_.empty()) return;
  const auto json = fmt::format(
      "{{\"event\": \"start\", \"time\": \"{}\", \"sweep\": {}, \"ranks\": {}, \"hosts\": {}, {}"
      "\"command\": {}, \"version\": \"{}\", \"commit\": \"{}\", \"compiler\": {}, "
      "\"simd\": \"{}\"}}",
      now(), sweep, n_ranks_, hosts_, job_text(), json_text(command_line_), version(), commit(),
      json_text(compiler()), simd_path());
  const auto plan = plan_.empty() ? "" : "\n" + plan_;
  write(json,
        fmt::format("start at sweep {} on {} ranks: {}{}", sweep, n_ranks_, command_line_, plan));
}

void SessionLog::end(std::uint64_t sweep, const Ending& ending, const Stopwatch& watch) {
  if (log_file_.empty()) return;
  const auto state = ending.is_done           ? "done"
                     : !ending.shares.empty() ? "dealt anew"
                     : ending.signal == 0     ? "time"
                                              : signal_name(ending.signal);
  const auto json = fmt::format(
      "{{\"event\": \"end\", \"time\": \"{}\", \"sweep\": {}, \"state\": \"{}\", \"seconds\": {}}}",
      now(), sweep, state, seconds_by_phase(watch));
  write(json,
        fmt::format("end at sweep {}: {}; seconds {}", sweep, state, seconds_by_phase(watch)));
}

}  // namespace temper
