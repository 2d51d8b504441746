#include "train/pair_energies.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "random/shuffle.h"
#include "train/gather.h"

namespace temper {
namespace {

constexpr std::size_t most_at_once = 4096;  ///< examples in one gathering: bounds its memory

/// A pair without a verdict.
struct OpenPair {
  Proposal proposal;
  DifferenceEstimate estimate;
  EnergyDifference* difference;  ///< out
};

std::size_t first_batch(const SwapTest& test, std::size_t n_points) {
  return std::min(test.first_batch().value_or(n_points), n_points);
}

class PairEnergies {
 public:
  PairEnergies(const SwapTest& test, const ProposedSwaps& round, Potential& potential,
               const Communicator& world)
      : test_(test),
        round_(round),
        potential_(potential),
        world_(world),
        differences_(round.proposals.size()) {
    for (std::size_t i = 0; i < differences_.size(); ++i)
      open_.push_back({round.proposals[i], DifferenceEstimate{}, &differences_[i]});
  }

  std::vector<EnergyDifference> differences() {
    const std::size_t n_points = potential_.n_points();
    if (round_.ladder.tempering == Tempering::posterior) begin_with_priors();
    std::size_t n_seen = 0;
    for (auto n = first_batch(test_, n_points); n < n_points && !open_.empty(); n *= 2) {
      for (; n_seen < n; n_seen += std::min(n - n_seen, most_at_once))
        look_at(n_seen, std::min(n - n_seen, most_at_once));
      close_decided();
    }
    look_at_all();
    return std::move(differences_);
  }

 private:
  using Fill = std::function<void(const Move&, const Proposal&, std::span<double>)>;

  /// Numbers of all replicas in open pairs, on every rank.
  struct Numbers {
    std::size_t width;
    std::vector<double> values;
    std::vector<std::size_t> first;  ///< by replica: of its numbers
    std::span<const double> of(std::uint32_t replica) const {
      return std::span(values).subspan(first[replica], width);
    }
  };

  /// The open pair that the replica stands in, by replica; nullptr if there is none.
  std::vector<const Proposal*> proposal_of() const {
    std::vector<const Proposal*> by_replica;
    for (const auto& pair : open_)
      for (const auto replica : {pair.proposal.colder_replica, pair.proposal.hotter_replica}) {
        if (by_replica.size() <= replica) by_replica.resize(replica + 1, nullptr);
        by_replica[replica] = &pair.proposal;
      }
    return by_replica;
  }

  Numbers gather(std::size_t width, const Fill& fill) const {
    const auto proposals = proposal_of();
    std::vector<double> mine;
    for (const auto& move : round_.moves) {
      const auto replica = move.replica->id;
      if (replica >= proposals.size() || !proposals[replica]) continue;
      mine.resize(mine.size() + width);
      fill(move, *proposals[replica], std::span(mine).last(width));
    }
    Numbers numbers{width, world_.all_gather(mine), std::vector<std::size_t>(proposals.size())};
    std::size_t first = 0;  // ranks hold replicas by rising id
    for (std::uint32_t replica = 0; replica < proposals.size(); ++replica) {
      if (!proposals[replica]) continue;
      numbers.first[replica] = first;
      first += width;
      refuse_not_finite(numbers.of(replica), replica, *proposals[replica]);
    }
    return numbers;
  }

  void refuse_not_finite(std::span<const double> energies, std::uint32_t replica,
                         const Proposal& proposal) const {
    for (const double energy : energies)
      if (!std::isfinite(energy))
        refuse_diverged(replica, proposal.colder_rung + (replica == proposal.hotter_replica),
                        energy, round_.key.sweep);
  }

  void begin_with_priors() {
    const auto priors = gather(1, [&](const Move& move, const Proposal&, std::span<double> out) {
      out[0] = potential_.prior_energy(move.replica->theta);
    });
    for (auto& pair : open_)
      pair.estimate = DifferenceEstimate(priors.of(pair.proposal.colder_replica)[0] -
                                         priors.of(pair.proposal.hotter_replica)[0]);
  }

  /// Examples first, first + 1, … of each pair's shuffle.
  void look_at(std::size_t first, std::size_t n) {
    std::vector<std::uint32_t> examples(n);
    const auto fill = [&](const Move& move, const Proposal& proposal, std::span<double> out) {
      const Shuffle shuffle(
          static_cast<std::uint32_t>(potential_.n_points()),
          {round_.key.seed, Stream::minibatch, proposal.position, round_.key.sweep, 0});
      shuffle.images(static_cast<std::uint32_t>(first), examples);
      potential_.pointwise(move.replica->theta, examples, out);
    };
    const auto energies = gather(n, fill);
    for (auto& [proposal, estimate, difference] : open_)
      estimate.add(energies.of(proposal.colder_replica), energies.of(proposal.hotter_replica));
  }

  void close_decided() {
    for (auto& pair : open_) *pair.difference = pair.estimate.estimate(potential_.n_points());
    std::erase_if(open_, [&](const OpenPair& pair) {
      return !test_.needs_more(swap_pair(round_.ladder, pair.proposal, *pair.difference));
    });
  }

  void look_at_all() {
    if (open_.empty()) return;
    const Weights weights = {1, round_.ladder.tempering == Tempering::posterior ? 1.0 : 0.0};
    const auto energies = gather(1, [&](const Move& move, const Proposal&, std::span<double> out) {
      const Energy energy = potential_.energy(move.replica->theta);
      out[0] = weights.U * energy.U + weights.V * energy.V;
    });
    for (auto& [proposal, estimate, difference] : open_)
      *difference = {
          .mean = energies.of(proposal.colder_replica)[0] - energies.of(proposal.hotter_replica)[0],
          .n_examples = potential_.n_points()};
  }

  const SwapTest& test_;
  const ProposedSwaps& round_;
  Potential& potential_;
  const Communicator& world_;
  std::vector<EnergyDifference> differences_;
  std::vector<OpenPair> open_;
};

}  // namespace

bool takes_energies(const SwapTest& test, const Potential& potential) {
  return first_batch(test, potential.n_points()) == potential.n_points();
}

std::vector<EnergyDifference> gather_differences(const SwapTest& test, const ProposedSwaps& round,
                                                 Potential& potential, const Communicator& world) {
  return PairEnergies(test, round, potential, world).differences();
}

}  // namespace temper
