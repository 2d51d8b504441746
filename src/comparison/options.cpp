#include "comparison/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace temper {
namespace {

constexpr const char* always_compared = "restarts";
constexpr std::int64_t most_settings = 4;

/// A time means CPU time: what a search takes doesn't depend on what else the machine does.
RunBudget read_search_budget(const Section& compare) {
  const auto given = compare.number_or_text(
      "budget", "auto",
      {.min = 1,
       .max = 1e18,
       .help =
           "of one search: \"2000 epochs\", \"2m\" of CPU time, or gradient evaluations: one is "
           "the forward and backward pass of one example, a forward pass alone a third; auto: "
           "sized to the data"});
  if (const auto* evaluations = std::get_if<double>(&given))
    return {RunBudget::Unit::evaluations, *evaluations};
  const auto& text = std::get<std::string>(given);
  if (text == "auto") return {};
  const auto budget = parse_budget(text);
  if (!budget.is_given())
    compare.refuse(
        "budget", fmt::format("is no budget: \"{}\"; expected \"2000 epochs\", a time as \"2m\", a "
                              "number of gradient evaluations, or \"auto\"",
                              text));
  return budget;
}

void read_seeds(const Section& compare, CompareOptions& options) {
  const auto given =
      compare.integer_or("seeds", {"auto"}, 10,
                         {.min = 1,
                          .max = 100'000,
                          .help = "searches of every method and setting; auto: 6, 12, 24, … until "
                                  "it can be said which method to use"});
  const auto most = compare.count("seeds_max", {.fallback = 48,
                                                .min = enough_seeds,
                                                .max = 100'000,
                                                .help = "the most of them, with seeds = \"auto\""});
  const auto* const number = std::get_if<std::int64_t>(&given);
  options.adds_seeds = number == nullptr;
  options.n_seeds = options.adds_seeds ? most : static_cast<std::size_t>(*number);
}

std::optional<double> read_level(const Section& compare) {
  const auto given = compare.number_or(
      "level", {"restarts"}, "restarts",
      {.help = "objective that counts as reached, nats; restarts: 0.1 % above their median"});
  const auto* const level = std::get_if<double>(&given);
  return level != nullptr ? std::optional(*level) : std::nullopt;
}

std::string registered_name(const Section& compare, const std::string& given) {
  auto name = given;
  std::replace(name.begin(), name.end(), ' ', '-');
  if (methods().find(name)) return name;
  const auto near = nearest(name, methods().names());
  compare.refuse("methods",
                 fmt::format("there is no method \"{}\"{}; known: {}", given,
                             near.empty() ? "" : fmt::format(" (did you mean \"{}\"?)", near),
                             fmt::join(methods().names(), ", ")));
}

/// In the registry's order, each once.
std::vector<std::string> read_names(const Section& compare) {
  const auto given = compare.texts("methods", "to compare; restarts always take part [all]");
  if (!given) return methods().names();
  std::vector<std::string> names = {always_compared};
  for (const auto& name : *given) names.push_back(registered_name(compare, name));
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

/// The method with what the user has set and, unless the user has set the same key, one setting.
std::unique_ptr<Method> make_tuned(const std::string& name, const Section& options,
                                   const Setting& setting) {
  std::string toml;
  for (const auto& option : options.reads())
    if (option.given && option.key != setting.key)
      toml += fmt::format("{} = {}\n", option.key, option.value);
  toml += fmt::format("{} = {}\n", setting.key, setting.value);
  return methods().find(name)->make(Section::of(options.name(), toml));
}

ComparedMethod make_method(const std::string& name, const Section& options,
                           std::size_t n_settings) {
  ComparedMethod method{name, {"defaults"}, {}};
  method.tuned.push_back(methods().find(name)->make(options));
  const auto grid = method.tuned.front()->grid();
  for (std::size_t i = 0; i + 1 < n_settings; ++i) {
    method.settings.push_back(fmt::format("{} = {}", grid[i].key, grid[i].value));
    method.tuned.push_back(make_tuned(name, options, grid[i]));
  }
  return method;
}

}  // namespace

CompareOptions read_compare_options(const Config& config) {
  const auto compare = config.section("compare");
  CompareOptions options;
  options.budget = read_search_budget(compare);
  read_seeds(compare, options);
  options.n_settings =
      compare.count("tune", {.fallback = 1,
                             .min = 1,
                             .max = most_settings,
                             .help = "settings of every method that are tried: its defaults and "
                                     "the first of its grid"});
  options.level = read_level(compare);
  for (const auto& name : read_names(compare))
    options.methods.push_back(make_method(name, compare.child(name), options.n_settings));
  for (const auto& name : methods().names())  // of those left out, so that they aren't unknown
    methods().find(name)->make(compare.child(name));
  return options;
}

std::string display_name(const std::string& method) {
  auto name = method;
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

}  // namespace temper
