#include "report/swap_report.h"

#include <fmt/format.h>

#include <cmath>

#include "base/number_text.h"
#include "base/text_width.h"
#include "train/pair_energies.h"

namespace temper {
namespace {

constexpr double most_share = 0.2;    ///< of the time, for swap proposals
constexpr double most_bias = 0.1;     ///< of the log of an acceptance ratio
constexpr double most_variance = 10;  ///< of a log ratio: "corrected" then accepts a tenth

/// Seconds that proposals took: energies over all the data count where the test asked for them.
double proposal_seconds(const Experiment& experiment, const Stopwatch& watch) {
  const bool needs_energies = takes_energies(*experiment.swap_test, *experiment.potential) &&
                              !experiment.kernel->keeps_energy();
  return watch.seconds(Phase::swap) + (needs_energies ? watch.seconds(Phase::energy) : 0);
}

std::string accuracy_sentence(const SwapTally& tally, std::size_t n_points) {
  const double share = tally.mean_examples() / static_cast<double>(n_points);
  auto text = fmt::format(
      "Swap tests looked at {:.0f} of {} examples on average ({} %). ln(acceptance there / "
      "back) is off by {:.2g} ± {:.1g}, to first order in the skewness of what they saw.",
      tally.mean_examples(), n_points, number_text(100 * share), tally.bias(), tally.bias_error());
  if (noise_rejects(tally))
    return text + fmt::format(
                      " Their log ratios have a variance of {:.0f} from the choice of examples, "
                      "which rejects most swaps: a larger exchange.batch, or exchange.test = "
                      "\"barker\".\n",
                      tally.mean_variance());
  if (std::abs(tally.bias()) > most_bias + 2 * tally.bias_error())
    text += " That is much: a larger exchange.batch, or exchange.test = \"exact\".";
  return text + "\n";
}

/// The swap test that would look at less.
std::string cheaper_test(const Experiment& experiment, const SwapTally& tally) {
  const auto n_points = static_cast<double>(experiment.potential->n_points());
  const auto batch = experiment.swap_test->first_batch();
  if (!batch) return "exchange.test = \"barker\" looks at fewer examples where fewer decide a swap";
  if (tally.mean_examples() <= 1.1 * static_cast<double>(*batch))
    return "a smaller exchange.batch looks at less";
  if (tally.mean_examples() > n_points / 2)
    return "most pairs need most of the data, so exchange.test = \"exact\" costs as little; more "
           "rungs make pairs that less decides";
  return "exchange.test = \"corrected\" never looks at more than exchange.batch";
}

std::string cost_sentence(const Experiment& experiment, const SwapTally& tally,
                          const Stopwatch& watch) {
  const double total = watch.total(), cost = proposal_seconds(experiment, watch);
  if (total < least_seconds_to_share || cost <= most_share * total) return "";
  const double steps = experiment.run.steps * cost * (1 / most_share - 1) / (total - cost);
  return fmt::format(
      "Swap proposals took {:.0f} % of the time, more than {:.0f} %: {}; or run.steps = {:.0f}.\n",
      100 * cost / total, 100 * most_share, cheaper_test(experiment, tally), std::ceil(steps));
}

}  // namespace

bool noise_rejects(const SwapTally& tally) { return tally.mean_variance() > most_variance; }

std::string swap_report(const Experiment& experiment, const SwapTally& tally,
                        const Stopwatch& watch) {
  if (tally.n_proposals() == 0) return "";
  const bool is_exact = takes_energies(*experiment.swap_test, *experiment.potential);
  return wrapped((is_exact ? "" : accuracy_sentence(tally, experiment.potential->n_points())) +
                 cost_sentence(experiment, tally, watch));
}

}  // namespace temper
