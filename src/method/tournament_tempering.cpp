// Tempering that a tournament of restarts starts and feeds, and its end polished: the ladder of
// run.goal = "optimise" as a search.
//
//   tournament  many starting points, halving; every second entrant with noise
//   anneal      the winner goes on alone, with noise that falls to zero
//   descents    complete ones from further starting points, by L-BFGS, for problems where an early
//               loss doesn't tell the valley
//   ladder      it and the other survivors exchange temperatures; now and then the winner of a
//               small tournament takes the place of the replica at the hot end
//   polish      L-BFGS among the lowest states of all of it
//
// With up to 10,000 parameters descents know the curvature, and choosing early is of no use; then
// half of the budget is descents from fresh starting points, and the lowest ends of different
// height hop from minimum to minimum on the ladder (hopping.h). The first descents are, with up to
// 300 parameters, those of a race that tells whether Levenberg-Marquardt or L-BFGS suits the
// problem (descent_race.h); else L-BFGS goes on from where momentum has come to, if that is lower.
//
// A budget of few epochs has fewer starting points, no ladder, whose share the winner gets, and no
// descents, whose share the polish gets. If the polish arrives before the budget is spent, all of
// it comes again with what is left. Temperatures are those of the problem: see Heat. What each part
// is worth: NOTES.md.
//
// Sources: halving.h, complete_descents.h, ladder_walk.h, kernel/lbfgs.cpp.

#include <algorithm>
#include <cmath>
#include <optional>

#include "config/section.h"
#include "method/complete_descents.h"
#include "method/descent_race.h"
#include "method/halving.h"
#include "method/hopping.h"
#include "method/ladder_walk.h"
#include "method/method.h"
#include "method/options.h"

namespace temper {
namespace {

constexpr double last_share = 0.05;         // of the search, to arrive
constexpr double least_temperature = 1e-9;  // a ladder needs some, also among equals
constexpr std::size_t n_polished = 4;
constexpr std::size_t n_entrants_of_a_feed = 8;
constexpr double least_epochs = 10;  // of an entrant's first round
constexpr double head_start_share = 0.05, most_head_start_share = 0.125;  // of the search
constexpr double least_epochs_to_tell = 15;
constexpr double least_epochs_for_all = 1000;  // of the whole search; fewer: no ladder, no descents

double read_part(const Section& options, const std::string& key, double fallback,
                 const std::string& help) {
  return options.number(
      key, {.fallback = fallback, .min = 0, .max = 1, .below_max = true, .help = help});
}

class TournamentTempering final : public Method {
 public:
  explicit TournamentTempering(const Section& options)
      : pace_(read_descent(options, "auto")),
        n_starts_(read_number(options, "starts", 32, 2, "entrants of the tournament")),
        n_rungs_(read_number(options, "rungs", 4, 2, "survivors of it, on the ladder")),
        n_sweeps_(read_number(options, "sweeps", 20, 1, "of the ladder")),
        n_feeds_(read_number(options, "feeds", 2, 0, "tournaments that feed the hot end")),
        tournament_(read_share(options, "tournament", 0.4, "of the budget")),
        anneal_(read_part(options, "anneal", 0.2, "share of the budget; 0: none")),
        descents_(read_part(options, "descents", 0.15, "share of the budget; 0: none")),
        ladder_(read_part(options, "ladder", 0.08, "share of the budget; 0: none")),
        feed_(read_share(options, "feed", 0.04, "of the budget, for all of them")),
        heat_(options.number("heat", {.fallback = 0.5,
                                      .min = 0,
                                      .above_min = true,
                                      .help = "of the hot end, over the spread of the entrants"})),
        fresh_(read_share(options, "fresh", 0.5,
                          "of the budget: descents by curvature; the others are hops")),
        race_(read_share(options, "race", 0.2,
                         "of the budget: descents of two kinds, of which the better goes on")),
        hop_(options.number("hop", {.fallback = 0.3,
                                    .min = 0,
                                    .above_min = true,
                                    .help = "its sd over that of the parameters"})),
        cold_end_(read_share(options, "cold_end", 0.03, "of the hot end's temperature")) {}

  void run(Search& search) const override {
    const auto pace = suited_to(search, pace_);
    if (Walk::knows_curvature(pace)) return search_bottoms(search, pace);
    Walk walk(search, pace), polish(search, {.kernel = "l-bfgs"});
    for (;;) arrive(polish, explore(walk, polish, 1 - search.progress()));
  }

  std::vector<Setting> grid() const override {
    return {{"starts", "64"}, {"heat", "1"}, {"lr_factor", "3"}};
  }

 private:
  static double epochs_of(Search& search) {
    return search.budget() / static_cast<double>(search.potential().n_points());
  }

  /// @param epochs  that the tournament may take
  std::size_t n_entrants(double epochs, std::size_t n_survivors) const {
    auto n = std::max(n_starts_, n_survivors);
    const auto first_round = [&] {
      const auto ratio = static_cast<double>(n) / static_cast<double>(n_survivors);
      return epochs / (1 + std::log2(ratio)) / static_cast<double>(n);
    };
    while (n > n_survivors && first_round() < least_epochs) n = std::max(n_survivors, n / 2);
    return n;
  }

  /// @param rest  share of the budget that is left
  /// @returns the lowest states, lowest first
  std::vector<Walker> explore(Walk& walk, Walk& polish, double rest) const {
    const double epochs = epochs_of(walk.search());
    const bool has_time = epochs >= least_epochs_for_all;
    const bool climbs = ladder_ > 0 && has_time;
    const std::size_t n_survivors = climbs ? n_rungs_ : 1;
    auto entrants = fresh_walkers(walk, n_entrants(rest * tournament_ * epochs, n_survivors));
    Heat heat{heat_};
    auto survivors = halve(walk, std::move(entrants), n_survivors, rest * tournament_, &heat);
    auto candidates = survivors;
    const double alone = climbs ? anneal_ : anneal_ + ladder_ + feed_;
    if (alone > 0) anneal(walk, survivors.front(), heat.temperature, rest * alone);
    candidates.push_back(survivors.front());
    if (descents_ > 0 && has_time) {
      LowestEnds lowest(1);
      complete_descents(polish, walk.search().progress() + rest * descents_, lowest);
      candidates.push_back(std::move(lowest.walkers().front()));
    }
    if (climbs) climb(walk, std::move(survivors), heat.temperature, rest, candidates);
    sort_by_objective(candidates);
    candidates.resize(std::min(candidates.size(), n_polished));
    return candidates;
  }

  /// Of the lowest candidate, or of the budget.
  static void arrive(Walk& polish, std::vector<Walker> candidates) {
    for (auto& candidate : candidates) polish.adopt(candidate);
    auto last = halve(polish, std::move(candidates), 1, 1 - polish.search().progress());
    settle(polish, last.front());
  }

  static void settle(Walk& walk, Walker& walker) {
    while (!walker.is_settled) walk.steps(walker, walk.affordable(1));
  }

  /// By descents that know the curvature.
  void search_bottoms(Search& search, const Pace& pace) const {
    std::vector<Walk> kinds;
    kinds.emplace_back(search, pace);
    if (pace_.kernel == "auto" && pace.kernel != "l-bfgs")
      kinds.emplace_back(search, Pace{.kernel = "l-bfgs"});
    for (;;) {
      const double start = search.progress(), rest = 1 - start;
      LowestEnds lowest(n_rungs_);
      const auto winner = kinds.size() > 1 ? race(kinds, rest * race_, lowest)
                                           : Winner{0, head_start(kinds.front(), rest)};
      auto& walk = kinds[winner.kind];
      const bool is_at_rest = fill(walk, winner.unfinished, start + rest * fresh_, lowest);
      auto& bottoms = lowest.walkers();
      if (is_at_rest)
        arrive(walk, hop_around(walk, std::move(bottoms), start + rest * (1 - last_share)));
      else
        settle(walk, bottoms.front());  // what it knows of the curvature stays
    }
  }

  /// The lower of a descent that knows the curvature and one with momentum, which gets on faster in
  /// some valleys at first, both on their way. Nothing where the first would be too short to tell,
  /// or where a kind of descent was asked for.
  std::optional<Walker> head_start(Walk& walk, double rest) const {
    auto& search = walk.search();
    const double share = std::max(head_start_share, least_epochs_to_tell / epochs_of(search));
    if (pace_.kernel != "auto" || share > most_head_start_share) return {};
    auto curved = walk.fresh();
    go_down(walk, curved, search.progress() + rest * share);
    Walk momentum(search, {.lr_factor = pace_.lr_factor});
    auto other = momentum.fresh();
    go_down(momentum, other, search.progress() + rest * share);
    momentum.look(other);
    if (!(other.objective() < curved.objective())) return curved;
    walk.adopt(other);
    return other;
  }

  static void go_down(Walk& walk, Walker& walker, double end) {
    while (!walker.is_settled && walk.search().progress() < end)
      walk.steps(walker, walk.affordable(schedule_share));
  }

  /// Descends from fresh starting points, after what the race left on its way.
  /// @param end  progress of the search
  /// @returns false if the lowest is still on its way: there is nothing to hop from yet
  static bool fill(Walk& walk, std::optional<Walker> unfinished, double end, LowestEnds& lowest) {
    if (unfinished) {
      const bool has_arrived = descend(walk, *unfinished, end);
      lowest.add(*unfinished);
      if (has_arrived) unfinished.reset();
    }
    if (walk.search().progress() < end)
      unfinished = complete_descents(walk, end, lowest).unfinished;
    return !unfinished || lowest.walkers().front().replica.id != unfinished->replica.id;
  }

  /// @param end  progress of the search
  std::vector<Walker> hop_around(Walk& walk, std::vector<Walker> bottoms, double end) const {
    if (bottoms.size() < 2) return bottoms;
    const double spread = bottoms.back().objective() - bottoms.front().objective();
    const double hottest = std::max(least_temperature, spread * heat_);
    const auto n = bottoms.size();
    LadderWalk ladder(walk, std::move(bottoms),
                      spread_temperatures(hottest * cold_end_, hottest, n));
    while (walk.search().progress() < end) {
      for (auto& walker : ladder.walkers()) hop(walk, walker, hop_, end);
      ladder.swap_rungs();
    }
    auto candidates = ladder.best_states();
    sort_by_objective(candidates);
    return candidates;
  }

  static void anneal(Walk& walk, Walker& walker, double hottest, double share) {
    constexpr int n_coolings = 100;
    walk.restart(walker, hottest);
    for (int left = n_coolings; left > 0; --left) {
      walker.temperature = hottest * left / n_coolings;
      walk.steps(walker, walk.affordable(share / n_coolings));
    }
    walk.look(walker);
  }

  void climb(Walk& walk, std::vector<Walker> walkers, double hottest, double rest,
             std::vector<Walker>& candidates) const {
    hottest = std::max(hottest, least_temperature);
    LadderWalk ladder(walk, std::move(walkers),
                      spread_temperatures(hottest * cold_end_, hottest, n_rungs_));
    const auto n_steps =
        walk.affordable(rest * ladder_ / static_cast<double>(n_sweeps_ * n_rungs_));
    for (std::size_t sweep = 0; sweep < n_sweeps_; ++sweep) {
      if (is_feeding_time(sweep)) ladder.feed(survivor(walk, rest));
      ladder.sweep(n_steps);
    }
    for (auto& state : ladder.best_states()) candidates.push_back(std::move(state));
  }

  bool is_feeding_time(std::size_t sweep) const {
    const auto n_meals = n_feeds_ + 1;
    return sweep > 0 && sweep * n_meals / n_sweeps_ != (sweep - 1) * n_meals / n_sweeps_;
  }

  /// Of a tournament among fresh starting points.
  Walker survivor(Walk& walk, double rest) const {
    const double share = rest * feed_ / static_cast<double>(n_feeds_);
    return std::move(halve(walk, fresh_walkers(walk, n_entrants_of_a_feed), 1, share).front());
  }

  Pace pace_;
  std::size_t n_starts_, n_rungs_, n_sweeps_, n_feeds_;
  double tournament_, anneal_, descents_, ladder_, feed_, heat_, fresh_, race_, hop_, cold_end_;
};

const bool registered = methods().add(
    "tournament-tempering", "a ladder started and fed by tournaments of restarts, then polished",
    [](const Section& options) { return std::make_unique<TournamentTempering>(options); });

}  // namespace
}  // namespace temper
