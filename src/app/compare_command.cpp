// temper compare: every way out of a local minimum on the same problem, with the same number of
// gradient evaluations, and which of them to use.

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "app/json.h"
#include "app/shortcuts.h"
#include "base/cpu_time.h"
#include "base/number_text.h"
#include "base/output.h"
#include "comparison/comparison_file.h"
#include "comparison/plan.h"
#include "comparison/seeds.h"
#include "comparison/suite.h"
#include "comparison/table.h"
#include "files/json_text.h"
#include "h5/raw_file.h"
#include "statistics/copies.h"
#include "train/stop.h"

namespace temper {
namespace {

const std::vector<Flag> flags_of_compare = {
    {"out", "CMP", "folder of the comparison; one that exists goes on [runs/compare-NAME]"},
    {"budget", "BUDGET",
     "of one search: '2000 epochs', 2m of CPU time, or gradient evaluations (compare.budget)"},
    {"seeds", "N",
     "searches of every method and setting, or auto: until it is clear (compare.seeds)"},
    {"tune", "N", "settings of every method that are tried (compare.tune)"},
    {"methods", "A,B,…", "to compare; see 'temper list methods' (compare.methods)"},
    {"quick", "", "5 seeds, and half the budget: the suite in less than five minutes on two cores"},
    {"quiet", "", "no progress"},
    json_flag(),
};

constexpr const char* compare_details =
    "Every method gets the same budget of gradient evaluations and the same starting points;\n"
    "plain restarts always take part. Without a config file and without --data: the standard\n"
    "suite. Started again with the same --out it goes on where it was, and shows its table when\n"
    "done.\n\n"
    "Examples:\n"
    "  temper compare --data mine.csv --target price --out runs/which\n"
    "  mpirun -n 4 temper compare launch/examples/compare.toml --out runs/compare\n"
    "  temper compare --data valley --out runs/valley\n"
    "  temper compare --quick --out runs/suite\n";

constexpr const char* quick_seeds = "5";
constexpr double quick_part = 2;  ///< by which the budgets of the suite are divided

std::string list_text(const std::string& names) {
  std::string text = "[";
  for (std::size_t start = 0; start <= names.size();) {
    const auto comma = std::min(names.find(',', start), names.size());
    text += json_text(names.substr(start, comma - start)) + ", ";
    start = comma + 1;
  }
  return text + "]";
}

/// The shortcut flags, then those of this command.
std::vector<Override> all_overrides(const Arguments& arguments) {
  std::vector<Override> overrides;
  for (const char* flag : {"budget", "seeds", "tune"})
    if (arguments.has(flag))
      overrides.push_back({fmt::format("compare.{}", flag), arguments.value(flag),
                           fmt::format("--{} {}", flag, arguments.value(flag))});
  if (arguments.has("methods"))
    overrides.push_back({"compare.methods", list_text(arguments.value("methods")),
                         "--methods " + arguments.value("methods")});
  for (const auto& other : overrides_of(arguments))
    if (other.key != "run.budget") overrides.push_back(other);  // --budget is compare.budget here
  return overrides;
}

/// What a quick comparison leaves out, where the user has not said otherwise.
void supply_quick(Config& config, const Arguments& arguments) {
  if (arguments.has("quick")) config.supply({{"compare.seeds", quick_seeds, "--quick"}});
}

ComparedProblem build_of_suite(const SuiteProblem& problem, const Arguments& arguments,
                               const std::vector<Override>& overrides, const Communicator& world) {
  auto config = Config::parse(problem.toml, problem.name, overrides);
  supply_quick(config, arguments);
  const double budget = problem.budget / (arguments.has("quick") ? quick_part : 1);
  config.supply({{"compare.budget", fmt::format("{:.0f}", budget), "the suite"}});
  return build_problem(std::move(config), problem.name, world);
}

ComparePlan suite_plan(const Arguments& arguments, const std::vector<Override>& overrides,
                       const Communicator& world) {
  std::vector<ComparedProblem> problems;
  for (const auto& problem : standard_suite())
    problems.push_back(build_of_suite(problem, arguments, overrides, world));
  return ComparePlan(std::move(problems));
}

/// `--data valley`: a problem of the suite that has no data set. nullptr: it is something else.
const SuiteProblem* potential_named(const Arguments& arguments) {
  const auto* const problem = find_in_suite(arguments.value("data"));
  if (!arguments.positional().empty() || problem == nullptr) return nullptr;
  return Config::parse(problem->toml, problem->name).has("potential") ? problem : nullptr;
}

ComparePlan plan_of(const Arguments& arguments, const Communicator& world) {
  auto overrides = all_overrides(arguments);
  const auto& path = arguments.positional();
  if (const auto* const problem = potential_named(arguments)) {
    std::erase_if(overrides, [](const Override& given) { return given.key == "data.source"; });
    std::vector<ComparedProblem> problems;
    problems.push_back(build_of_suite(*problem, arguments, overrides, world));
    return ComparePlan(std::move(problems));
  }
  auto config = Config::load(path, overrides);
  std::vector<ComparedProblem> problems;
  if (path.empty() && !config.has("data") && !config.has("potential"))
    return suite_plan(arguments, overrides, world);
  supply_quick(config, arguments);
  const Supplement supplement = [&](Config& open, const Dataset& data) {
    check_layers(arguments, data);
    open.supply(suited_to(data, arguments, open));
  };
  const bool has_gaps = path.empty() || arguments.has("layers");
  problems.push_back(
      build_problem(std::move(config), "", world, has_gaps ? supplement : Supplement{}));
  return ComparePlan(std::move(problems));
}

std::string default_folder(const Arguments& arguments, const ComparePlan& plan) {
  const auto& path = arguments.positional();
  if (!path.empty()) return "runs/compare-" + std::filesystem::path(path).stem().string();
  return plan.problems().size() > 1 ? "runs/compare-suite"
                                    : "runs/compare-" + plan.problems().front().name;
}

ItemResult search(const ComparePlan& plan, std::size_t number) {
  const double start = cpu_seconds();
  const auto item = plan.item(number);
  const auto& compared = plan.problems()[item.problem];
  Search search(compared.problem(), compared.experiment.run.seed + item.seed, compared.budget);
  const auto& finding = search.run(*compared.options.methods[item.method].tuned[item.setting]);
  const auto& energy = finding.energy();
  ItemResult result{
      finding.objective(),  energy.U,       energy.V, compared.measure(finding.theta()),
      search.evaluations(), finding.trace()};
  result.lr = search.found_lr().value_or(std::nan(""));
  result.path = search.potential().path().positions();
  result.path.resize(SearchPath::n_moments, std::nanf(""));
  result.lowest_place =
      compared.line && !finding.theta().empty() ? finding.theta()[0] : std::nanf("");
  result.seconds = cpu_seconds() - start;
  return result;
}

/// A line now and then about this rank's share of the work.
class Report {
 public:
  explicit Report(bool is_shown) : is_shown_(is_shown) {}

  void show(std::size_t n_done, std::size_t n_items) {
    constexpr std::chrono::seconds pause{10};
    const auto now = std::chrono::steady_clock::now();
    if (!is_shown_ || now - shown_ < pause) return;
    shown_ = now;
    say(fmt::format("compare: {} of {} searches done\n", n_done, n_items));
  }

 private:
  bool is_shown_;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
};

/// Items of so many seeds by problem.
std::vector<std::size_t> items_of(const ComparePlan& plan, const std::vector<std::size_t>& seeds) {
  std::vector<std::size_t> items;
  for (std::size_t i = 0; i < plan.n_items(); ++i) {
    const auto item = plan.item(i);
    if (item.seed < seeds[item.problem]) items.push_back(i);
  }
  return items;
}

/// This rank's items: every size-th. @returns false if a signal came first
bool work(const ComparePlan& plan, CompareStore& store, const std::vector<std::size_t>& items,
          Report report, const Communicator& world) {
  const auto n_ranks = static_cast<std::size_t>(world.size());
  for (auto i = static_cast<std::size_t>(world.rank()); i < items.size(); i += n_ranks) {
    if (stop_signal() != 0) return false;
    if (!store.is_done(items[i])) store.commit(items[i], search(plan, items[i]));
    report.show(i, items.size());
  }
  return true;
}

/// The root decides, which alone needs to see what all have written.
std::vector<std::size_t> add_seeds(const ComparePlan& plan, CompareStore& store,
                                   const std::vector<std::size_t>& seeds,
                                   const Communicator& world) {
  std::vector<double> numbers;
  if (world.is_root()) {
    const auto next = next_seeds(plan, store, seeds);
    store.give_seeds(next);
    numbers.assign(next.begin(), next.end());
  }
  const auto decided = world.all_gather(numbers);
  return {decided.begin(), decided.end()};
}

/// All searches of every problem, and of further seeds while they are wanted.
/// @returns seeds by problem; none if a signal came first
std::vector<std::size_t> work_until_clear(const ComparePlan& plan, CompareStore& store, bool tells,
                                          const Communicator& world) {
  auto seeds = plan.first_seeds();
  for (;;) {
    const bool is_whole = work(plan, store, items_of(plan, seeds), Report(tells), world);
    const std::vector<double> mine = {is_whole ? 0.0 : 1.0};
    for (const double stopped : world.all_gather(mine))
      if (stopped > 0) return {};
    const auto next = add_seeds(plan, store, seeds, world);
    if (next == seeds) return seeds;
    seeds = next;
  }
}

/// Of the mean over seeds; NaN of a single one.
double standard_error_of_mean(const std::vector<double>& values) {
  return std::sqrt(variance({values}) / (static_cast<double>(values.size()) - 1));
}

Json json_of(const ProblemScore& score) {
  Json json = {{"problem", score.name},      {"budget", score.budget},
               {"lowest", score.lowest},     {"metric", score.metric_name},
               {"answer", answer_of(score)}, {"seeds_settled", nullptr},
               {"methods", Json::array()}};
  if (score.is_settled) json["seeds_settled"] = *score.is_settled;
  for (const auto& method : score.methods)
    json["methods"].push_back({{"name", method.name},
                               {"setting", method.setting},
                               {"n", method.objectives.size()},
                               {"mean", mean({method.objectives})},
                               {"standard_error", standard_error_of_mean(method.objectives)},
                               {"median", method.median},
                               {"lower_quartile", method.lower_quartile},
                               {"upper_quartile", method.upper_quartile},
                               {"best", method.best},
                               {"near_best", method.near_best},
                               {"metric", method.test_metric},
                               {"evaluations_to_level", method.to_level},
                               {"seconds_to_level", method.time_to_level},
                               {"reached", method.reached},
                               {"seconds", method.seconds},
                               {"objectives", method.objectives}});
  return json;
}

void conclude(const ComparePlan& plan, const CompareStore& store,
              const std::vector<std::size_t>& seeds, bool as_json) {
  auto json = Json::array();
  std::vector<ProblemScore> scores;
  std::string answers;
  for (std::size_t problem = 0; problem < plan.problems().size(); ++problem) {
    scores.push_back(score_problem(plan, store, problem, seeds[problem]));
    if (plan.adds_seeds()) scores.back().is_settled = is_settled(scores.back());
    const auto answer = answer_of(scores.back());
    if (!as_json)
      print(fmt::format("{}{}{}\n", table_of(scores.back()), ends_of(scores.back()), answer));
    json.push_back(json_of(scores.back()));
    answers += answer;
  }
  if (as_json) print_json(json);
  if (!as_json && scores.size() > 1) print(fmt::format("{}\n", standings_of(scores)));
  write_whole(store.path_of("compare.csv"), csv_of(plan, store));
  write_whole(store.path_of("table.csv"), table_csv_of(scores));
  write_whole(store.path_of("answers.txt"), answers);
}

/// "energy: 2m … is 1.9e6 gradient evaluations": where budgets were given as times.
std::string budget_text(const ComparePlan& plan) {
  std::string text;
  for (const auto& problem : plan.problems()) {
    if (problem.cpu_seconds == 0) continue;
    const auto evaluations = static_cast<double>(problem.budget);
    text += fmt::format(
        "compare: {}: {} s of CPU time are {} gradient evaluations, or {} epochs, by "
        "the speed of this machine before the first search\n",
        problem.name, number_text(problem.cpu_seconds), number_text(evaluations),
        number_text(evaluations / static_cast<double>(problem.experiment.potential->n_points())));
  }
  return text;
}

ExitCode compare(const Arguments& arguments, const Communicator& world) {
  auto plan = plan_of(arguments, world);
  const auto folder = arguments.value("out", default_folder(arguments, plan));
  plan.set_budgets(stored_budgets(folder));
  if (world.is_root() && !arguments.has("quiet")) say(budget_text(plan));
  CompareStore store(folder, plan, world);
  catch_stop_signals();
  const bool tells = world.is_root() && !arguments.has("quiet");
  const auto seeds = work_until_clear(plan, store, tells, world);
  if (seeds.empty()) {
    if (world.is_root())
      say(fmt::format("temper: stopped; the same command with --out {} goes on\n", folder));
    return ExitCode::interrupted;
  }
  if (world.is_root()) conclude(plan, store, seeds, arguments.has("json"));
  return ExitCode::ok;
}

}  // namespace

Command compare_command() {
  auto flags = flags_of_compare;
  for (const auto& shortcut : shortcut_flags())
    if (shortcut.name != "budget" && shortcut.name != "time") flags.push_back(shortcut);
  return {"compare",       "every method at the same cost: which one gets out of the minimum",
          "[CONFIG.toml]", flags,
          compare_details, compare};
}

}  // namespace temper
