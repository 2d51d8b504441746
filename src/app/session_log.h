#pragma once
// What a session leaves behind for people: one JSON line at its start and one at its end in
// sessions.jsonl, and the same in words in log.txt. Times, hosts and ranks go here and nowhere
// else, so that everything in HDF5 is the same on any machine.

#include <string>

#include "store/run_store.h"
#include "train/run_sweeps.h"

namespace temper {

class SessionLog {
 public:
  /// @param plan  what was planned before it, in words
  /// Gathers the host names. Collective; all the rest happens on the root.
  SessionLog(RunStore& store, std::string command_line, std::string plan, const std::string& folder,
             const Communicator& world);

  void begin(std::uint64_t sweep);
  void end(std::uint64_t sweep, const Ending& ending, const Stopwatch& watch);

 private:
  void write(const std::string& json, const std::string& words);

  RunStore& store_;
  std::string command_line_, plan_;
  std::string hosts_;  ///< a JSON list
  int n_ranks_;
  std::string log_file_;  ///< empty beside the root
};

/// "SIGINT".
std::string signal_name(int signal);

}  // namespace temper
