#pragma once
// Who watches a run while it goes on. The sweep tells it where things stand and prints nothing
// itself.

#include <cstdint>
#include <string>
#include <vector>

#include "tempering/ladder.h"
#include "tempering/swap_phase.h"

namespace temper {

/// The state of a run at the end of a sweep, as all ranks know it.
struct Snapshot {
  std::uint64_t sweep = 0;  ///< sweeps done
  std::uint64_t n_warmup = 0;
  std::uint64_t n_total = 0;
  const Ladder* ladder = nullptr;
  const ReplicaAt* replica_at = nullptr;
  std::vector<double> energy;     ///< U by replica [nats]; NaN: not known
  std::vector<double> rejection;  ///< by pair of rungs [R - 1], NaN if never proposed; of the
                                  ///< round, of kept sweeps once there are any
  std::uint64_t round_trips = 0;
  std::string metric_name;     ///< "test_accuracy"; empty if there is none
  std::vector<double> metric;  ///< of the last draw, by replica
};

class Observer {
 public:
  virtual ~Observer() = default;

  /// After every sweep, in this order.
  virtual void see(const Snapshot& /*snapshot*/) {}

  /// After the last sweep of a session, unless nothing is known of its energies.
  virtual void end(const Snapshot& /*snapshot*/) {}
};

}  // namespace temper
