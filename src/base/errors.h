#pragma once
// Errors by what the user can do about them. Each carries its exit code (sysexits(3)).
//
// Grammar of a message: where (file:line: key), what is wrong, what would be right.

#include <stdexcept>
#include <string>

namespace temper {

enum class ExitCode : int {
  ok = 0,
  usage = 64,        ///< command line or config
  data = 65,         ///< the input data
  numerical = 70,    ///< a NaN or a divergence
  io = 74,           ///< reading or writing failed
  interrupted = 75,  ///< stopped by a signal; `temper resume` goes on
};

class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

/// The command line or the config is wrong.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};

/// A data file is wrong; the message names file, line and column.
class DataError : public Error {
 public:
  explicit DataError(const std::string& message) : Error(ExitCode::data, message) {}
};

/// A number went wrong; the message names replica, rung, sweep and what to try.
class NumericalError : public Error {
 public:
  explicit NumericalError(const std::string& message) : Error(ExitCode::numerical, message) {}
};

/// A file could not be read or written; the message names it.
class IoError : public Error {
 public:
  explicit IoError(const std::string& message) : Error(ExitCode::io, message) {}
};

/// What std::bad_alloc means to the user.
inline IoError out_of_memory() {
  return IoError(
      "memory is short: give the job more, use fewer replicas or smaller ones, or put them on "
      "more nodes ('temper inspect CONFIG.toml' says what a run takes)");
}

}  // namespace temper
