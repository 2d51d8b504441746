#pragma once
// Says whose code it was when a user's function crashes or ends the program.

#include <string>

namespace temper {

/// While one lives, the program is in the user's code `label`, which must outlive it. A fatal
/// signal or a call of exit() there prints "temper: mine.so crashed (…)" first; the signal then
/// does what it always does, so that core dumps and mpirun see it. Costs two stores.
class CrashGuard {
 public:
  explicit CrashGuard(const std::string& label) : outer_(current_) { current_ = label.c_str(); }
  ~CrashGuard() { current_ = outer_; }
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;

  /// Once, before the first guard.
  static void install();
  /// nullptr outside of the user's code.
  static const char* current() { return current_; }

 private:
  static const char* volatile current_;
  const char* outer_;
};

}  // namespace temper
