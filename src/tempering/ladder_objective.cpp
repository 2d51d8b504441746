#include "tempering/ladder_objective.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "config/section.h"

namespace temper {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Replicas go straight through if every pair rejects alike and energies forget in a sweep: Syed,
/// Bouchard-Côté, Deligiannidis & Doucet, J. R. Stat. Soc. B 84(2), 2022.
class EqualRejection final : public LadderObjective {
 public:
  std::vector<double> weights(const std::vector<double>&,
                              const RoundFindings& findings) const override {
    return findings.rejection;
  }
  bool needs_record() const override { return false; }
};

/// Steps of equal thermodynamic length, sd(E) |d beta|: Crooks, Phys. Rev. Lett. 99, 2007.
class EqualLength final : public LadderObjective {
 public:
  std::vector<double> weights(const std::vector<double>& temperature,
                              const RoundFindings& findings) const override {
    std::vector<double> length;
    for (std::size_t k = 0; k + 1 < temperature.size(); ++k) {
      const double gap = 1 / temperature[k] - 1 / temperature[k + 1];
      length.push_back(gap * std::sqrt(findings.energy_sd[k] * findings.energy_sd[k + 1]));
    }
    return length;
  }
};

/// Most round trips where replicas diffuse: f, the part of them that came from the cold end, falls
/// by the same from rung to rung, so that rungs gather at a bottleneck. Katzgraber, Trebst, Huse &
/// Troyer, J. Stat. Mech. P03018, 2006: the new density of rungs is in proportion to the root of
/// the old one times |df / d beta|, so a pair weighs sqrt(fall of f).
///
/// Half of a pair's weight is its rejection: a round has too few trips to trust f alone, and a
/// ladder that follows it without end loses its acceptance elsewhere.
class MostRoundTrips final : public LadderObjective {
 public:
  std::vector<double> weights(const std::vector<double>& temperature,
                              const RoundFindings& findings) const override {
    const auto falls = falls_of(findings.from_cold);
    auto weights = shares(findings.rejection);
    if (falls.empty()) return weights;
    const auto by_flow = shares(falls);
    for (std::size_t k = 0; k + 1 < temperature.size(); ++k)
      weights[k] = 0.5 * (weights[k] + by_flow[k]);
    return weights;
  }

 private:
  /// Of their sum.
  static std::vector<double> shares(std::vector<double> values) {
    double sum = 0;
    for (const double value : values) sum += value;
    for (double& value : values) value /= sum;
    return values;
  }

  /// sqrt of the fall of f by pair, f made to fall all the way: the least that lies ahead of a rung
  /// bounds it. Empty if some rung was never seen from either end.
  static std::vector<double> falls_of(std::vector<double> from_cold) {
    if (std::any_of(from_cold.begin(), from_cold.end(), [](double f) { return std::isnan(f); }))
      return {};
    for (std::size_t k = 1; k < from_cold.size(); ++k)
      from_cold[k] = std::min(from_cold[k], from_cold[k - 1]);
    std::vector<double> falls;
    for (std::size_t k = 0; k + 1 < from_cold.size(); ++k)
      falls.push_back(std::sqrt(from_cold[k] - from_cold[k + 1]));
    return falls;
  }
};

template <class T>
bool add(const char* name, const char* help) {
  return ladder_objectives().add(name, help, [](const Section&) { return std::make_unique<T>(); });
}

const bool registered =
    add<EqualRejection>("equal rejection", "each pair rejects as often as the others") &&
    add<EqualLength>("equal length",
                     "the same thermodynamic length, sd(E) times the gap in beta") &&
    add<MostRoundTrips>("round trips", "rungs gather where replicas are held up");

}  // namespace

void RoundRecord::add(const std::vector<double>& energy, const std::vector<std::int32_t>& rung_of) {
  for (std::size_t replica = 0; replica < rung_of.size(); ++replica) {
    const auto rung = static_cast<std::size_t>(rung_of[replica]);
    if (rung == 0) came_from_[replica] = cold;
    if (rung + 1 == n_.size()) came_from_[replica] = hot;
    if (came_from_[replica] == cold) cold_[rung] += 1;
    if (came_from_[replica] == hot) hot_[rung] += 1;
    if (std::isnan(energy[replica])) continue;
    n_[rung] += 1;
    const double step = energy[replica] - mean_[rung];
    mean_[rung] += step / n_[rung];
    square_[rung] += step * (energy[replica] - mean_[rung]);
  }
}

RoundFindings RoundRecord::findings(std::vector<double> rejection) const {
  RoundFindings findings{std::move(rejection), {}, {}};
  for (std::size_t k = 0; k < n_.size(); ++k) {
    findings.energy_sd.push_back(n_[k] > 1 ? std::sqrt(square_[k] / n_[k]) : nan);
    const double seen = cold_[k] + hot_[k];
    findings.from_cold.push_back(seen > 0 ? cold_[k] / seen : nan);
  }
  return findings;
}

void RoundRecord::begin_round() {
  for (auto* sums : {&n_, &mean_, &square_, &cold_, &hot_})
    std::fill(sums->begin(), sums->end(), 0.0);
}

std::vector<double> RoundRecord::save() const {
  std::vector<double> saved;
  for (const auto* part : {&n_, &mean_, &square_, &cold_, &hot_, &came_from_})
    saved.insert(saved.end(), part->begin(), part->end());
  return saved;
}

void RoundRecord::restore(const std::vector<double>& saved) {
  auto first = saved.begin();
  for (auto* part : {&n_, &mean_, &square_, &cold_, &hot_, &came_from_}) {
    const auto last = first + static_cast<std::ptrdiff_t>(part->size());
    part->assign(first, last);
    first = last;
  }
}

}  // namespace temper
