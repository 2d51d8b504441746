// Population-based training: members descend side by side, each with a learning rate of its own.
// After every round copies from the lowest quarter take the places of the highest quarter, each
// with a learning rate that is a fifth larger or smaller. So the rate follows a schedule that
// nobody has given; the search says at what rate its best member has ended.
//
// Rounds are of equal length, where the source lets members that are ready go ahead, so that the
// same seed gives the same bits.
//
// Source: Jaderberg et al., "Population based training of neural networks", arXiv:1711.09846, 2017,
// Algorithm 1, with truncation selection and the perturbation of its section 4.

#include <algorithm>
#include <cmath>

#include "config/section.h"
#include "method/halving.h"
#include "method/method.h"
#include "method/options.h"

namespace temper {
namespace {

constexpr double least_epochs_of_round =
    4;  ///< of a member in a round: its look costs a third of one

class PopulationBasedTraining final : public Method {
 public:
  explicit PopulationBasedTraining(const Section& options)
      : pace_{.lr_factor = read_lr_factor(options)},
        n_members_(read_number(options, "members", 8, 2, "of the population")),
        n_rounds_(read_number(options, "rounds", 40, 1, "where the budget has as many epochs")),
        spread_(options.number("spread", {.fallback = 3,
                                          .min = 1,
                                          .max = 1000,
                                          .help = "the widest factor of a first learning rate, "
                                                  "up or down"})),
        change_(options.number("change", {.fallback = 0.2,
                                          .min = 0,
                                          .max = 1,
                                          .above_min = true,
                                          .below_max = true,
                                          .help = "of a learning rate that is taken over"})) {}

  void run(Search& search) const override {
    Walk walk(search, pace_);
    auto members = fresh_walkers(walk, n_members_);
    for (auto& member : members) member.lr *= first_factor(search, member);
    const auto n_rounds = n_affordable(search);
    const auto n_steps = walk.affordable(1 / static_cast<double>(n_rounds * n_members_));
    for (std::uint32_t round = 1; round <= n_rounds; ++round) {
      for (auto& member : members) walk.steps(member, n_steps);
      for (auto& member : members) walk.look(member);
      sort_by_objective(members);
      search.find_lr(members.front().lr);
      replace_highest(members, {search.seed(), Stream::adapt, 0, round, 0});
    }
    for (;;) walk.steps(members.front(), walk.affordable(1));
  }

  std::vector<Setting> grid() const override {
    return {{"spread", "10"}, {"change", "0.5"}, {"members", "16"}};
  }

 private:
  /// Even in the logarithm.
  double first_factor(const Search& search, const Walker& member) const {
    Rng rng({search.seed(), Stream::adapt, member.replica.id, 0, 0});
    return std::pow(spread_, 2 * rng.uniform() - 1);
  }

  std::size_t n_affordable(Search& search) const {
    const double epochs = search.budget() / static_cast<double>(search.potential().n_points());
    const double n = epochs / (least_epochs_of_round * static_cast<double>(n_members_));
    return std::max<std::size_t>(1, std::min(n_rounds_, static_cast<std::size_t>(n)));
  }

  /// @param members  lowest first
  void replace_highest(std::vector<Walker>& members, const RngKey& key) const {
    Rng rng(key);
    const auto n = std::max<std::size_t>(1, members.size() / 4);
    for (auto heir = members.end() - static_cast<std::ptrdiff_t>(n); heir != members.end();
         ++heir) {
      heir->become(members[rng.below(static_cast<std::uint32_t>(n))]);
      heir->lr *= rng.below(2) == 0 ? 1 - change_ : 1 + change_;
    }
  }

  Pace pace_;
  std::size_t n_members_, n_rounds_;
  double spread_, change_;
};

const bool registered = methods().add(
    "population-based-training", "descents side by side that copy the best and vary its rate",
    [](const Section& options) { return std::make_unique<PopulationBasedTraining>(options); });

}  // namespace
}  // namespace temper
