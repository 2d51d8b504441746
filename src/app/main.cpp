// temper: train a neural network by parallel tempering.
//
//   mpirun -n 4 temper train run.toml --out runs/first
//   temper help

#include "app/main.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <system_error>

#include "app/commands.h"
#include "app/manual.h"
#include "base/output.h"
#include "base/printable.h"
#include "base/rank_error.h"
#include "base/version.h"
#include "config/config.h"
#include "h5/apart.h"
#include "h5/look_through.h"
#include "store/first_reading.h"
#include "store/run_lock.h"

namespace temper {
namespace {

const Command& command_named(const std::string& name) {
  if (const auto* command = find_command(name)) return *command;
  std::vector<std::string> names = {"help"};
  for (const auto& command : commands()) names.push_back(command.name);
  const auto near = nearest(name, names);
  throw UsageError(fmt::format("there is no command '{}'{}; see 'temper --help'", name,
                               near.empty() ? "" : fmt::format(" (did you mean {}?)", near)));
}

std::string help_text(const std::string& topic) {
  if (topic.empty()) return overview();
  return topic == "--man" ? man_page() : help_page(command_named(topic));
}

/// Commands that read a run keep its files from being replaced meanwhile. resume and pack have
/// locks of their own.
std::optional<RunLock> lock_against_changes(const Command& command, const Arguments& arguments,
                                            const Communicator& world) {
  std::optional<RunLock> lock;
  const bool reads = command.positional.starts_with("RUN") && command.name != "resume" &&
                     command.name != "pack" && !arguments.positional().empty();
  world.together([&] {
    if (reads && world.is_root())
      lock.emplace(RunLock::of_reader(RunFolder(arguments.positional())));
  });
  return lock;
}

/// HDF5 may crash on a file of somebody else's, and a job on many ranks begins no process on each:
/// the root tries the files of a run for all.
void try_run(const Command& command, const Arguments& arguments, const Communicator& world) {
  if (world.size() == 1 || !command.positional.starts_with("RUN")) return;
  if (arguments.positional().empty()) return;
  const RunFolder folder(arguments.positional());
  world.together([&] {
    if (!world.is_root()) return;
    try_files_of(folder);
    for (const auto& file : folder.hdf5_files()) look_through_apart(file);
  });
  trust_folder(folder.path());
}

ExitCode dispatch(int argc, char** argv, const Communicator& world) {
  const auto answer = [&](const std::string& text) {
    if (world.is_root()) print(text);
    return ExitCode::ok;
  };
  const std::string verb = argc > 1 ? argv[1] : "help";
  if (verb == "--version")
    return answer(fmt::format("temper {} ({}, {})\n", version(), commit(), compiler()));
  if (verb == "help" || verb == "--help" || verb == "-h")
    return answer(help_text(argc > 2 ? argv[2] : ""));
  const auto& command = command_named(verb);
  const auto arguments = parse_arguments(command, argc, argv);
  if (arguments.has("help")) return answer(help_page(command));
  const auto lock = lock_against_changes(command, arguments, world);
  try_run(command, arguments, world);
  return command.run(arguments, world);
}

/// What the exception that is being handled means to the user.
struct Failure {
  ExitCode code;
  std::string message;
  bool is_alone = false;  ///< other ranks can't know of it
};

Failure failure_of(std::exception_ptr thrown) try {
  std::rethrow_exception(std::move(thrown));
} catch (const Error& error) {
  return {error.code(), error.what(), dynamic_cast<const RankError*>(&error) != nullptr};
} catch (const std::bad_alloc&) {
  return {ExitCode::io, out_of_memory().what()};
} catch (const std::system_error& error) {  // of files too
  return {ExitCode::io, error.what()};
} catch (const std::exception& error) {
  return {ExitCode::numerical, error.what()};
} catch (...) {
  return {ExitCode::numerical, "something unknown was thrown"};
}

/// Most errors are found on every rank alike: then the root says it, and all return. An error that
/// other ranks don't know of has to end them, too.
int end_with(const Failure& failure, const MpiSession& mpi, const Communicator& world) {
  const auto code = static_cast<int>(failure.code);
  if (!failure.is_alone && mpi.all_arrive()) {
    if (world.is_root()) say(fmt::format("temper: {}\n", printable(failure.message)));
    return code;
  }
  say(fmt::format("temper: rank {}: {}\n", world.rank(), printable(failure.message)));
  MpiSession::abort(code);
}

std::atomic<bool> was_memory_short{false};

/// What may not throw ends the process without saying what was thrown: libstdc++'s iterators over
/// folders, where memory is short.
[[noreturn]] void throw_bad_alloc() {
  was_memory_short = true;
  throw std::bad_alloc();
}

Failure unknown_failure() {
  if (was_memory_short) return {ExitCode::io, out_of_memory().what()};
  return {ExitCode::numerical, "terminated"};
}

/// Of what nobody can catch: thrown by a thread, or on the way out of another exception.
[[noreturn]] void end_at_once() {
  const auto thrown = std::current_exception();
  const auto failure = thrown ? failure_of(thrown) : unknown_failure();
  say(fmt::format("temper: {}\n", printable(failure.message)));
  MpiSession::abort(static_cast<int>(failure.code));
}

/// The code of a command whose answer may not have been written.
int finish(ExitCode code) {
  if (is_answer_written()) return static_cast<int>(code);
  say("temper: standard output can't be written\n");
  return static_cast<int>(code == ExitCode::ok ? ExitCode::io : code);
}

}  // namespace
}  // namespace temper

int temper::main(int argc, char** argv) {
  guard_standard_streams();
  std::signal(SIGXFSZ, SIG_IGN);  // a file beyond RLIMIT_FSIZE is an error, said in words
  std::set_terminate(end_at_once);
  std::set_new_handler(throw_bad_alloc);
  const MpiSession mpi(&argc, &argv);
  const auto world = Communicator::world();
  try {
    return finish(dispatch(argc, argv, world));
  } catch (...) {
    return end_with(failure_of(std::current_exception()), mpi, world);
  }
}
