#include "app/session_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <utility>

#include "app/host_name.h"
#include "app/json_text.h"
#include "base/simd.h"
#include "base/version.h"

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
    default:
      return fmt::format("signal {}", signal);
  }
}

SessionLog::SessionLog(RunStore& store, const SessionOptions& options, const Communicator& world)
    : store_(store),
      command_line_(options.command_line),
      plan_(options.plan),
      hosts_(json_list(world.all_gather(host_name()))),
      n_ranks_(world.size()) {
  if (!world.is_root()) return;
  auto sink = std::make_shared<spdlog::sinks::basic_file_sink_st>(
      RunFolder(options.folder).log_file(), /*truncate=*/false);
  log_ = std::make_shared<spdlog::logger>("run", std::move(sink));
  log_->flush_on(spdlog::level::info);
}

void SessionLog::begin(std::uint64_t sweep) {
  if (!log_) return;
  store_.log_session(fmt::format(
      "{{\"event\": \"start\", \"time\": \"{}\", \"sweep\": {}, \"ranks\": {}, \"hosts\": {}, {}"
      "\"command\": {}, \"version\": \"{}\", \"commit\": \"{}\", \"compiler\": {}, "
      "\"simd\": \"{}\"}}",
      now(), sweep, n_ranks_, hosts_, job_text(), json_text(command_line_), version(), commit(),
      json_text(compiler()), simd_path()));
  log_->info("start at sweep {} on {} ranks: {}", sweep, n_ranks_, command_line_);
  if (!plan_.empty()) log_->info("{}", plan_);
}

void SessionLog::end(std::uint64_t sweep, const Ending& ending, const Stopwatch& watch) {
  if (!log_) return;
  const auto state = ending.is_done       ? "done"
                     : ending.signal == 0 ? "time"
                                          : signal_name(ending.signal);
  store_.log_session(fmt::format(
      "{{\"event\": \"end\", \"time\": \"{}\", \"sweep\": {}, \"state\": \"{}\", \"seconds\": {}}}",
      now(), sweep, state, seconds_by_phase(watch)));
  log_->info("end at sweep {}: {}; seconds {}", sweep, state, seconds_by_phase(watch));
}

}  // namespace temper
