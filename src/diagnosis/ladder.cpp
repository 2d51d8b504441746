#include "tempering/ladder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/printable.h"
#include "diagnosis/exchanges.h"
#include "diagnosis/kept_sweeps.h"
#include "diagnosis/topics.h"
#include "tempering/swap_phase.h"

namespace temper {
namespace {

constexpr double least_acceptance = 0.1;
constexpr double grave_acceptance = 0.01;
constexpr double wasteful_acceptance = 0.8;
constexpr std::uint64_t enough_warmup = 200;  ///< sweeps in which adapted rungs find their places

/// The ladder of a run, and what is said of it.
class LadderTopic {
 public:
  LadderTopic(const DiagnosedRun& run, const LadderReport& report)
      : run_(run),
        report_(report),
        n_rungs_(run.tables.n_rungs),
        pair_(report.tightest()),
        acceptance_(report.acceptance[pair_]) {}

  std::vector<DiagnosisFinding> findings() const {
    std::vector<DiagnosisFinding> found;
    const auto add = [&](std::optional<DiagnosisFinding> finding) {
      if (finding) found.push_back(std::move(*finding));
    };
    add(is_noisy() ? on_noise() : on_rungs());
    if (acceptance_ >= least_acceptance) add(on_trips());
    return found;
  }

 private:
  std::string pair_text() const {
    return fmt::format("rungs {} and {} exchange with probability {:.3f}", pair_, pair_ + 1,
                       acceptance_);
  }

  Severity severity() const {
    return acceptance_ < grave_acceptance ? Severity::grave : Severity::care;
  }

  /// A test that rejects for the noise of its minibatches says nothing of rungs.
  bool is_noisy() const {
    const auto test = make_chosen_swap_test(run_.config.section("exchange"));
    return acceptance_ < least_acceptance && test->rejects_for_noise();
  }

  DiagnosisFinding on_noise() const {
    return {"ladder.noise",
            severity(),
            "Only " + pair_text() +
                ", and exchange.test rejects for the noise of its minibatches as well.",
            "A larger exchange.batch, or exchange.test = \"barker\", tells how much is due to the "
            "ladder.",
            {{"acceptance", acceptance_}}};
  }

  bool adapts() const { return run_.config.section("ladder").flag("adapt", true, ""); }

  /// Adapting halves what is wrong with the places in each of its rounds, which double in length.
  std::string longer_warmup() const {
    const auto warmup = std::max(4 * run_.tables.n_warmup, enough_warmup);
    return fmt::format("{}run.warmup = {}", adapts() ? "" : "ladder.adapt = true and ", warmup);
  }

  /// A prior so wide that most of the way from it lies between two rungs: no ladder is cheap there.
  std::string why_wide() const {
    constexpr double wide = 1e4;  // of the sds of the energy on both sides
    const auto moments = energy_moments(run_);
    if (moments.back().beta != 0 || pair_ + 2 < n_rungs_ / 2) return "";
    const double ratio = std::sqrt(moments.back().variance / moments.front().variance);
    if (!(ratio > wide)) return "";
    return fmt::format(
        " The prior is far wider than what the data leave of it: U varies {:.0e} times as much "
        "there as on rung 0, and a narrower prior (prior.sd) needs fewer rungs.",
        ratio);
  }

  std::optional<DiagnosisFinding> on_rungs() const {
    const auto wanted = report_.wanted_rungs;
    const std::vector<std::pair<std::string, double>> numbers = {
        {"pair", static_cast<double>(pair_)},
        {"acceptance", acceptance_},
        {"barrier", report_.barrier},
        {"rungs_wanted", static_cast<double>(wanted)}};
    if (3 * n_rungs_ < 2 * wanted)
      return DiagnosisFinding{"ladder.too-coarse", severity(),
                              "The ladder is too coarse: " + pair_text() + ".",
                              fmt::format("A barrier of {:.1f} wants ladder.rungs = {}{}.{}",
                                          report_.barrier, wanted, warmup_of(wanted), why_wide()),
                              numbers};
    if (acceptance_ < least_acceptance)
      return DiagnosisFinding{
          "ladder.misplaced", severity(),
          "Only " + pair_text() + ", and others more: rungs are not where they belong.",
          fmt::format("{} with ladder.rungs = {} gives them time to find their "
                      "places.{}",
                      longer_warmup(), std::max(n_rungs_, wanted + wanted / 2), why_wide()),
          numbers};
    if (n_rungs_ > 2 * wanted + 2 && acceptance_ > wasteful_acceptance)
      return DiagnosisFinding{"ladder.too-fine", Severity::note,
                              fmt::format("{} rungs are more than a barrier of {:.1f} needs.",
                                          n_rungs_, report_.barrier),
                              fmt::format("ladder.rungs = {} does as much for less.", wanted),
                              numbers};
    return std::nullopt;
  }

  /// More rungs need more rounds to find their places.
  std::string warmup_of(std::size_t wanted) const {
    const auto needed = std::max<std::uint64_t>(enough_warmup, 8 * wanted);
    if (!adapts() || run_.tables.n_warmup >= needed) return "";
    return fmt::format(" with run.warmup = {}", needed);
  }

  std::optional<DiagnosisFinding> on_trips() const {
    constexpr double fewest_to_judge = 10;
    const auto trips = static_cast<double>(report_.all_round_trips());
    const double wanted =
        fewest_to_judge / static_cast<double>(run_.tables.n_copies) + static_cast<double>(n_rungs_);
    if (report_.predicted_trips < fewest_to_judge)
      return DiagnosisFinding{
          "ladder.too-short",
          Severity::care,
          "The run is too short for round trips.",
          fmt::format("temper resume {} --sweeps {:.0f}{}.", shell_word(run_.path),
                      std::ceil(1.05 * wanted / report_.trip_rate),
                      n_rungs_ > report_.wanted_rungs ? ", or fewer rungs" : ""),
          {{"round_trips", trips}, {"predicted", report_.predicted_trips}}};
    if (trips >= report_.predicted_trips / 3) return std::nullopt;
    return DiagnosisFinding{
        "ladder.slow",
        trips == 0 ? Severity::grave : Severity::care,
        fmt::format("Replicas came round {} times, where their acceptance allows {:.0f}: "
                    "they hardly move between exchanges.",
                    trips, report_.predicted_trips),
        fmt::format("run.steps = {}, or larger steps.", 4 * steps()),
        {{"round_trips", trips}, {"predicted", report_.predicted_trips}}};
  }

  std::int64_t steps() const {
    return run_.config.section("run").integer("steps", {.fallback = 1});
  }

  const DiagnosedRun& run_;
  const LadderReport& report_;
  std::size_t n_rungs_, pair_;
  double acceptance_;
};

}  // namespace

void judge_ladder(const DiagnosedRun& run, Diagnosis& diagnosis) {
  if (run.tables.n_rungs < 2) return;
  diagnosis.ladder = exchanges_of(run);
  if (!diagnosis.ladder) {
    diagnosis.findings.push_back({"ladder.independent",
                                  Severity::note,
                                  "No exchange was ever proposed: independent replicas.",
                                  "",
                                  {}});
    return;
  }
  for (auto& finding : LadderTopic(run, *diagnosis.ladder).findings())
    diagnosis.findings.push_back(std::move(finding));
}

}  // namespace temper
