#pragma once
// run.time: when to end a session so that its last commit is done before the limit. It watches how
// long sweeps and checkpoints take.

namespace temper {

class TimeLimit {
 public:
  /// @param seconds  since the program was started; infinity: no limit
  explicit TimeLimit(double seconds) : limit_(seconds) {}

  void see_sweep(double seconds) { sweep_ = recent_longest(sweep_, seconds); }
  void see_checkpoint(double seconds);

  /// A checkpoint is wanted to learn how long one takes, since the last one must end in time.
  bool wants_checkpoint() const;

  /// At `elapsed` seconds another sweep, and the checkpoint after it, may end too late.
  bool is_reached(double elapsed) const;

 private:
  /// Forgets a single slow one by and by.
  static double recent_longest(double longest, double latest);

  double limit_;
  double sweep_ = 0, checkpoint_ = 0;
  bool has_seen_checkpoint_ = false;
};

/// Seconds since this program was started.
double elapsed_seconds();

}  // namespace temper
