// temper: train a neural network by parallel tempering.
//
//   mpirun -n 4 temper train run.toml --out runs/first
//   temper help

#include "app/main.h"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string>

#include "app/commands.h"
#include "app/manual.h"
#include "base/rank_error.h"
#include "base/version.h"
#include "config/config.h"

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
  return command.run(arguments, world);
}

/// Usage, data and numerical errors are found on every rank alike; others, perhaps on this one
/// only, so that the rest has to be ended for them.
bool is_on_every_rank(const Error& error) {
  return error.code() != ExitCode::io && dynamic_cast<const RankError*>(&error) == nullptr;
}

}  // namespace
}  // namespace temper

int temper::main(int argc, char** argv) {
  const MpiSession mpi(&argc, &argv);
  const auto world = Communicator::world();
  try {
    return static_cast<int>(dispatch(argc, argv, world));
  } catch (const Error& error) {
    if (world.is_root() || !is_on_every_rank(error))
      fmt::print(stderr, "temper: {}\n", error.what());
    if (is_on_every_rank(error)) return static_cast<int>(error.code());
    mpi.abort(static_cast<int>(error.code()));
  } catch (const std::exception& error) {
    fmt::print(stderr, "temper: rank {}: {}\n", world.rank(), error.what());
    mpi.abort(static_cast<int>(ExitCode::numerical));
  }
}
