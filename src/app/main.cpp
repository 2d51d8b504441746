// temper: train a neural network by parallel tempering.
//
//   mpirun -n 4 temper train run.toml --out runs/first
//   temper help

#include "app/main.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <optional>
#include <string>

#include "app/commands.h"
#include "app/manual.h"
#include "base/printable.h"
#include "base/rank_error.h"
#include "base/version.h"
#include "config/config.h"
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

/// A job system may start us with descriptors 0 to 2 closed; files of the run would get their
/// numbers, and messages be written into them.
void open_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor)
    if (::fcntl(descriptor, F_GETFD) == -1 && errno == EBADF)
      ::open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY);  // takes the lowest free number
}

ExitCode dispatch(int argc, char** argv, const Communicator& world) {
  const auto print = [&](const std::string& text) {
    if (world.is_root()) fmt::print("{}", text);
    return ExitCode::ok;
  };
  const std::string verb = argc > 1 ? argv[1] : "help";
  if (verb == "--version")
    return print(fmt::format("temper {} ({}, {})\n", version(), commit(), compiler()));
  if (verb == "help" || verb == "--help" || verb == "-h")
    return print(help_text(argc > 2 ? argv[2] : ""));
  const auto& command = command_named(verb);
  const auto arguments = parse_arguments(command, argc, argv);
  if (arguments.has("help")) return print(help_page(command));
  const auto lock = lock_against_changes(command, arguments, world);
  return command.run(arguments, world);
}

/// Never throws: a log on a full disk is no reason to end otherwise.
void say(const std::string& who, const std::string& what) {
  std::fputs((who + ": " + printable(what) + "\n").c_str(), stderr);
}

/// For what no handler can catch: an error in a destructor, or before there is a communicator.
[[noreturn]] void end_without_a_handler() {
  try {
    if (const auto error = std::current_exception()) std::rethrow_exception(error);
    std::fputs("temper: ended where it can't go on\n", stderr);
  } catch (const std::bad_alloc&) {
    std::fputs("temper: memory is short: give the job more\n", stderr);
  } catch (const std::exception& error) {
    std::fputs("temper: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
  }
  MpiSession::abort(static_cast<int>(ExitCode::io));
}

/// Usage, data and numerical errors are found on every rank alike; others, perhaps on this one
/// only, so that the rest has to be ended for them.
bool is_on_every_rank(const Error& error) {
  return error.code() != ExitCode::io && dynamic_cast<const RankError*>(&error) == nullptr;
}

}  // namespace
}  // namespace temper

int temper::main(int argc, char** argv) {
  open_standard_descriptors();
  std::set_terminate(end_without_a_handler);
  const MpiSession mpi(&argc, &argv);
  const auto world = Communicator::world();
  try {
    return static_cast<int>(dispatch(argc, argv, world));
  } catch (const Error& error) {
    if (world.is_root() || !is_on_every_rank(error)) say("temper", error.what());
    if (is_on_every_rank(error)) return static_cast<int>(error.code());
    mpi.abort(static_cast<int>(error.code()));
  } catch (const std::filesystem::filesystem_error& error) {
    say(fmt::format("temper: rank {}", world.rank()), error.what());
    mpi.abort(static_cast<int>(ExitCode::io));
  } catch (const std::bad_alloc&) {
    say(fmt::format("temper: rank {}", world.rank()), out_of_memory().what());
    mpi.abort(static_cast<int>(ExitCode::io));
  } catch (const std::exception& error) {
    say(fmt::format("temper: rank {}", world.rank()), error.what());
    mpi.abort(static_cast<int>(ExitCode::numerical));
  }
}
