#include "comparison/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "train/problem.h"
#include "train/step_cost.h"
#include "train/supply_ladder.h"

namespace temper {
namespace {

/// `budget = "auto"`: that the whole comparison takes some five minutes of one core that makes
/// 2 10^9 multiplications a second in products this small, but no more than 20,000 epochs.
std::uint64_t auto_budget(const ComparedProblem& compared) {
  constexpr double multiplications = 300 * 2e9, most_epochs = 20'000, least_epochs = 20;
  const auto& options = compared.options;
  constexpr std::size_t usual_seeds = 10;
  const auto n_seeds = options.adds_seeds ? usual_seeds : options.n_seeds;
  const auto n_searches =
      static_cast<double>(options.methods.size() * options.n_settings * n_seeds);
  const double per_example = 3 * static_cast<double>(compared.experiment.potential->dim()) + 200;
  const auto n_points = static_cast<double>(compared.experiment.potential->n_points());
  const double epochs = multiplications / (n_searches * per_example * n_points);
  return static_cast<std::uint64_t>(std::clamp(std::floor(epochs), least_epochs, most_epochs) *
                                    n_points);
}

double evaluations_asked_for(ComparedProblem& compared, const Communicator& world) {
  using Unit = RunBudget::Unit;
  const auto& [unit, amount] = compared.options.budget;
  if (unit == Unit::evaluations) return amount;
  if (unit == Unit::epochs)
    return amount * static_cast<double>(compared.experiment.potential->n_points());
  if (unit == Unit::none) return static_cast<double>(auto_budget(compared));
  compared.cpu_seconds = amount;
  return amount * evaluations_per_second(compared.experiment,
                                         evaluations_of_step(compared.experiment), world);
}

std::string metric_of(const Potential& potential) {
  const auto names = potential.metric_names();
  for (const char* part : {"test_", "validation_"})
    for (const auto& name : names)
      if (name.starts_with(part)) return name;
  return "";
}

std::string potential_name(const Experiment& experiment) {
  return experiment.config.section("potential").text("type", {}, "a target without a network");
}

void refuse_small_budget(const ComparedProblem& compared) {
  const auto least = Search::smallest_budget(compared.problem());
  if (compared.budget < least)
    compared.experiment.config.section("compare").refuse(
        "budget", fmt::format("{} gradient evaluations don't pay for one gradient and one energy "
                              "of all the data, {} examples; at least {}",
                              compared.budget, compared.experiment.potential->n_points(), least));
}

}  // namespace

Problem ComparedProblem::problem() const {
  auto problem = problem_of(experiment);
  problem.searches_lr = searches_lr;
  return problem;
}

double ComparedProblem::measure(std::span<const float> theta) const {
  if (metric_name.empty() || theta.empty()) return std::nan("");
  const auto names = experiment.potential->metric_names();
  std::vector<double> values(names.size());
  experiment.potential->measure(theta, values);
  return values[static_cast<std::size_t>(std::find(names.begin(), names.end(), metric_name) -
                                         names.begin())];
}

void ComparedProblem::set_budget(std::uint64_t evaluations) {
  budget = evaluations;
  if (cpu_seconds == 0) return;
  auto& config = experiment.config;
  config.decide({{"compare.budget", fmt::format("{}", budget), "the machine's speed"}});
  options = read_compare_options(config);
}

void ComparePlan::set_budgets(const std::vector<double>& evaluations) {
  if (evaluations.size() != problems_.size()) return;  // another comparison, which is refused
  for (std::size_t i = 0; i < problems_.size(); ++i)
    if (problems_[i].cpu_seconds > 0)
      problems_[i].set_budget(static_cast<std::uint64_t>(evaluations[i]));
}

Item ComparePlan::item(std::size_t number) const {
  Item item{};
  item.seed = number % n_seeds();
  item.setting = number / n_seeds() % n_settings();
  item.method = number / (n_seeds() * n_settings()) % methods().size();
  item.problem = number / (n_seeds() * n_settings() * methods().size());
  return item;
}

std::size_t ComparePlan::number(const Item& item) const {
  return ((item.problem * methods().size() + item.method) * n_settings() + item.setting) *
             n_seeds() +
         item.seed;
}

std::vector<std::size_t> ComparePlan::first_seeds() const {
  const auto n = adds_seeds() ? std::min(enough_seeds, n_seeds()) : n_seeds();
  return std::vector<std::size_t>(problems_.size(), n);
}

bool ComparePlan::has_line() const {
  return std::any_of(problems_.begin(), problems_.end(),
                     [](const auto& problem) { return problem.line.has_value(); });
}

std::string ComparePlan::config() const {
  std::string text;
  for (const auto& problem : problems_)
    text += fmt::format("# {}: {} gradient evaluations\n{}\n", problem.name, problem.budget,
                        problem.experiment.config.resolved(/*comments=*/false));
  return text;
}

ComparedProblem build_problem(Config config, const std::string& name, const Communicator& world,
                              const Supplement& supplement) {
  ComparedProblem compared;
  compared.options = read_compare_options(config);
  compared.searches_lr = !config.section("kernel").has("lr");
  supply_ladder(config, {{"ladder.rungs", "2", "compare"}});  // methods have their own
  compared.experiment = build_experiment(std::move(config), world, supplement);
  if (!compared.experiment.init.from.empty())
    compared.experiment.config.section("init").refuse(
        "from", "a comparison starts every method at random; leave it out");
  const auto& data = compared.experiment.data;
  compared.name = !name.empty() ? name : data ? data->name : potential_name(compared.experiment);
  compared.set_budget(
      static_cast<std::uint64_t>(std::max(1.0, evaluations_asked_for(compared, world))));
  compared.metric_name = metric_of(*compared.experiment.potential);
  refuse_small_budget(compared);
  auto& potential = *compared.experiment.potential;
  if (potential.dim() == 1)
    compared.line = look_along_line(potential, compared.experiment.run.seed);
  return compared;
}

}  // namespace temper
