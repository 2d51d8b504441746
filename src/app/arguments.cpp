#include "app/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#define CXXOPTS_NO_REGEX  // std::regex costs three seconds of compilation
#include <algorithm>
#include <cxxopts.hpp>
#include <iterator>
#include <new>
#include <sstream>

#include "config/config.h"

namespace temper {
namespace {

constexpr const char* positional_key = "positional";

cxxopts::Options options_of(const Command& command) {
  cxxopts::Options options("temper " + command.name, command.summary);
  options.custom_help("[flags]").positional_help(command.positional);
  auto add = options.add_options();
  for (const auto& flag : command.flags) {
    if (flag.value.empty())
      add(flag.name, flag.help);
    else
      add(flag.name, flag.help, cxxopts::value<std::vector<std::string>>(), flag.value);
  }
  add("help", "this page");
  options.add_options("positional")(positional_key, "", cxxopts::value<std::vector<std::string>>());
  options.parse_positional({positional_key});
  return options;
}

/// cxxopts splits values at commas; lists like 784,64,10 are ours to read, so values are taken
/// from the command line as they stand.
std::vector<std::string> values_of(const cxxopts::ParseResult& parsed, const std::string& flag) {
  std::vector<std::string> values;
  for (const auto& argument : parsed.arguments())
    if (argument.key() == flag) values.push_back(argument.value());
  return values;
}

std::string join_line(int argc, char** argv) {
  std::string line = "temper";
  for (int i = 1; i < argc; ++i) line += std::string(" ") + argv[i];
  return line;
}

/// The flag that the user may have meant, as a hint; empty if none is near.
std::string hint(const Command& command, int argc, char** argv) {
  std::vector<std::string> names = {"help"};
  for (const auto& flag : command.flags) names.push_back(flag.name);
  for (int i = 2; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("--")) continue;
    const auto name = word.substr(2, word.find('=') - 2);
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    const auto near = nearest(name, names);
    return near.empty() ? "" : fmt::format(" (did you mean --{}?)", near);
  }
  return "";
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

void refuse_positionals(const Command& command, const std::vector<std::string>& given) {
  const auto fail = [&](const std::string& problem) {
    throw UsageError(
        fmt::format("{}: {}; see 'temper help {}'", command.name, problem, command.name));
  };
  const auto wanted = words_of(command.positional);
  if (wanted.empty() && !given.empty())
    fail(fmt::format("takes no argument, got '{}'", given.front()));
  if (!given.empty() && given.front().empty()) fail(fmt::format("{} is empty", command.positional));
  if (given.size() < wanted.size() && wanted[given.size()].front() != '[')
    fail(fmt::format("{} is missing", wanted[given.size()]));
  if (given.size() > wanted.size() && !command.positional.ends_with("…"))
    fail(fmt::format("takes one {}, got '{}' as well", fmt::join(wanted, " and one "),
                     given[wanted.size()]));
}

/// A variable of a job script that isn't set: --out "$RUN" must not mean the root folder.
void refuse_empty(const Command& command, const Arguments& arguments) {
  for (const auto& flag : command.flags) {
    const auto values = arguments.values(flag.name);
    if (!flag.value.empty() && std::find(values.begin(), values.end(), "") != values.end())
      throw UsageError(
          fmt::format("{}: --{} is empty; give {}", command.name, flag.name, flag.value));
  }
}

}  // namespace

std::string Arguments::value(const std::string& flag, const std::string& fallback) const {
  const auto found = given_.find(flag);
  return found == given_.end() || found->second.empty() ? fallback : found->second.back();
}

const std::string& Arguments::positional(std::size_t i) const {
  static const std::string none;
  return i < positionals_.size() ? positionals_[i] : none;
}

std::vector<std::string> Arguments::values(const std::string& flag) const {
  const auto found = given_.find(flag);
  return found == given_.end() ? std::vector<std::string>{} : found->second;
}

Arguments parse_arguments(const Command& command, int argc, char** argv) {
  auto options = options_of(command);
  Arguments arguments;
  arguments.line_ = join_line(argc, argv);
  try {
    const auto parsed = options.parse(argc - 1, argv + 1);
    const auto positionals = values_of(parsed, positional_key);
    for (const auto& argument : parsed.arguments())
      if (argument.key() != positional_key)
        arguments.given_[argument.key()].push_back(argument.value());
    if (!arguments.has("help")) {
      refuse_positionals(command, positionals);
      refuse_empty(command, arguments);
    }
    arguments.positionals_ = positionals;
  } catch (const Error&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {  // cxxopts' own; its class has another name in version 2
    throw UsageError(fmt::format("{}: {}{}; see 'temper help {}'", command.name, error.what(),
                                 hint(command, argc, argv), command.name));
  }
  return arguments;
}

std::string help_page(const Command& command) {
  auto page = options_of(command).help({""});
  if (!command.details.empty()) page += "\n" + command.details;
  return page;
}

}  // namespace temper
