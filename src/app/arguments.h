#pragma once
// The command line as commands describe it: the one door to cxxopts.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/errors.h"
#include "comm/communicator.h"

namespace temper {

struct Flag {
  std::string name;   ///< "out": given as --out
  std::string value;  ///< what it takes, for help: "RUN"; empty: it takes nothing
  std::string help;
};

/// What the user gave to one command.
class Arguments {
 public:
  bool has(const std::string& flag) const { return given_.contains(flag); }
  /// The last value given, or `fallback`.
  std::string value(const std::string& flag, const std::string& fallback = "") const;
  /// Every value given, in order.
  std::vector<std::string> values(const std::string& flag) const;
  /// The arguments without a flag; "" beyond those that were given.
  const std::string& positional(std::size_t i = 0) const;
  /// All of them.
  const std::vector<std::string>& positionals() const { return positionals_; }
  /// The whole command line, for the record.
  const std::string& line() const { return line_; }

 private:
  friend Arguments parse_arguments(const struct Command& command, int argc, char** argv);
  std::map<std::string, std::vector<std::string>> given_;
  std::vector<std::string> positionals_;
  std::string line_;
};

/// One verb of the program.
struct Command {
  std::string name;
  std::string summary;  ///< one line
  std::string
      positional;  ///< "RUN NEW", "[CONFIG]" if it may be left out, "RUN…" one or more; or none
  std::vector<Flag> flags;
  std::string details;  ///< paragraphs below the flags in `temper help NAME`
  std::function<ExitCode(const Arguments&, const Communicator&)> run;
};

/// Parses what stands behind the verb. Throws UsageError naming the nearest flag.
Arguments parse_arguments(const Command& command, int argc, char** argv);

/// The page that `temper help NAME` and `temper NAME --help` print.
std::string help_page(const Command& command);

}  // namespace temper
