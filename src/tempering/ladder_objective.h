#pragma once
// Where the rungs of a ladder belong, by what a round of warm-up has seen: `ladder.objective`.

#include <cstdint>
#include <vector>

#include "base/registry.h"

namespace temper {

class Section;

/// What one round has seen.
struct RoundFindings {
  std::vector<double> rejection;  ///< [R - 1] by Metropolis' test; NaN: never proposed
  std::vector<double> energy_sd;  ///< [R] of the energy that is tempered, nats; NaN: not seen twice
  /// [R] of the replicas that came to one end before, the part that came from rung 0 last: 1 there,
  /// 0 on the hottest rung; NaN: none
  std::vector<double> from_cold;
};

class LadderObjective {
 public:
  virtual ~LadderObjective() = default;

  /// Weights of the pairs [R - 1], not negative: rungs move to where each pair has the same. NaN
  /// among them: too little is known, and the ladder stays.
  /// @param temperature  [R], strictly rising
  virtual std::vector<double> weights(const std::vector<double>& temperature,
                                      const RoundFindings& findings) const = 0;

  /// False if it goes by rejection alone, so that nothing else need be kept.
  virtual bool needs_record() const { return true; }
};

/// Objectives by their config name.
inline Registry<LadderObjective, const Section&>& ladder_objectives() {
  return registry_of<LadderObjective, const Section&>();
}

/// Sums over the sweeps of a round of what objectives ask for beside rejection.
class RoundRecord {
 public:
  RoundRecord() = default;
  RoundRecord(std::size_t n_rungs, std::size_t n_replicas)
      : n_(n_rungs),
        mean_(n_rungs),
        square_(n_rungs),
        cold_(n_rungs),
        hot_(n_rungs),
        came_from_(n_replicas) {}

  bool is_kept() const { return !n_.empty(); }

  /// @param energy   [n_replicas] that is tempered; NaN: not known in this sweep
  /// @param rung_of  [n_replicas] where replicas stood
  void add(const std::vector<double>& energy, const std::vector<std::int32_t>& rung_of);

  /// @param rejection  [R - 1]
  RoundFindings findings(std::vector<double> rejection) const;

  /// Forgets all but where each replica came from.
  void begin_round();

  /// As numbers, for a checkpoint, and back [5 R + n_replicas].
  std::vector<double> save() const;
  void restore(const std::vector<double>& saved);

 private:
  static constexpr double cold = 1, hot = -1;

  std::vector<double> n_, mean_, square_;  ///< of energies [R]; square_: n times the variance
  std::vector<double> cold_, hot_;         ///< visits by where the replica came from [R]
  std::vector<double> came_from_;          ///< the end that it was at last; 0: neither [n_replicas]
};

}  // namespace temper
