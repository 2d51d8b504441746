// temper list [KIND]: what can be named in a config, with options and defaults.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <type_traits>

#include "app/commands.h"
#include "app/json.h"
#include "base/errors.h"
#include "base/output.h"
#include "config/config.h"
#include "data/source.h"
#include "kernel/kernel.h"
#include "method/method.h"
#include "net/activation.h"
#include "net/layer.h"
#include "net/loss.h"
#include "posterior/prior.h"
#include "potential/potentials.h"
#include "tempering/ladder_objective.h"
#include "tempering/swap_test.h"

namespace temper {
namespace {

/// One name that a config may give, with the options that its maker reads.
struct Entry {
  std::string name;
  std::string help;
  std::vector<ReadOption> options = {};
};

using Entries = std::vector<Entry>;

/// One kind of thing that can be listed.
struct Kind {
  std::string name;
  std::string key;  ///< where a config names one: "kernel.type"
  std::function<Entries()> entries;
};

/// Every entry of a registry; its options are what its maker reads from a section of nothing but
/// defaults, given `rest` behind it.
template <class T, class... Rest>
Entries entries_of(const Registry<T, const Section&, Rest...>& registry,
                   const std::string& section_name, std::decay_t<Rest>... rest) {
  Entries entries;
  for (const auto& name : registry.names()) {
    const auto& entry = *registry.find(name);
    const auto section = Section::of(section_name);
    entry.make(section, rest...);
    entries.push_back({name, entry.help, section.reads()});
  }
  return entries;
}

/// Names and help alone, where there are no options.
template <class R>
Entries names_of(const R& registry, const std::string& suffix = "") {
  Entries entries;
  for (const auto& name : registry.names())
    entries.push_back({name + suffix, registry.find(name)->help});
  return entries;
}

/// The options of a loss, which is for numbers or for classes.
template <class E>
auto reads_of_loss(const E& entry) {
  const TargetSpec numbers{.n_targets = 1, .mean = {0}, .sd = {1}}, classes{.n_classes = 2};
  const auto reads = [&](const TargetSpec& targets) {
    const auto model = Section::of("model");
    entry.make(model, targets);
    return model.reads();
  };
  try {
    return reads(numbers);
  } catch (const UsageError&) {
    return reads(classes);
  }
}

Entries entries_of_losses() {
  Entries entries;
  for (const auto& name : losses().names()) {
    const auto& entry = *losses().find(name);
    entries.push_back({name, entry.help, reads_of_loss(entry)});
  }
  return entries;
}

/// Sets by name, with a number in their name, and the ends of paths.
Entries entries_of_data() {
  auto entries = entries_of(sources(), "data");
  for (const auto& more : {names_of(sized_sources(), "-N"), names_of(formats())})
    entries.insert(entries.end(), more.begin(), more.end());
  return entries;
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"data", "data.source", entries_of_data},
      {"layers", "model.layer.type",
       [] {
         return entries_of(layers(), "model.layer", Section::of("model"), Shape{1, 8, 8});
       }},
      {"activations", "model.layer.activation", [] { return names_of(activations()); }},
      {"losses", "model.loss", entries_of_losses},
      {"priors", "prior.type", [] { return entries_of(priors(), "prior", std::vector<Block>{}); }},
      {"potentials", "potential.type", [] { return entries_of(potentials(), "potential"); }},
      {"kernels", "kernel.type", [] { return entries_of(kernels(), "kernel"); }},
      {"swap-tests", "exchange.test", [] { return entries_of(swap_tests(), "exchange"); }},
      {"ladder-objectives", "ladder.objective",
       [] { return entries_of(ladder_objectives(), "ladder"); }},
      {"methods", "compare.methods", [] { return entries_of(methods(), "compare"); }},
  };
  return all;
}

std::string page_of(const Kind& kind) {
  auto page = fmt::format("{} ({} = \"…\")\n", kind.name, kind.key);
  for (const auto& entry : kind.entries()) {
    page += fmt::format("  {:<20} {}\n", entry.name, entry.help);
    for (const auto& option : entry.options) {
      const auto fallback = option.fallback.empty() ? "" : fmt::format(" [{}]", option.fallback);
      page +=
          fmt::format("      {:<14}{} ({}): {}\n", option.key, fallback, option.range, option.help);
    }
  }
  return page + "\n";
}

Json json_of(const Kind& kind) {
  Json json = {{"key", kind.key}, {"entries", Json::array()}};
  for (const auto& entry : kind.entries()) {
    Json options = Json::array();
    for (const auto& option : entry.options)
      options.push_back({{"key", option.key},
                         {"default", option.fallback},
                         {"range", option.range},
                         {"help", option.help}});
    json["entries"].push_back({{"name", entry.name}, {"help", entry.help}, {"options", options}});
  }
  return json;
}

ExitCode list(const Arguments& arguments, const Communicator& world) {
  const auto& wanted = arguments.positional();
  std::vector<std::string> names;
  std::string text;
  Json json;
  for (const auto& kind : kinds()) {
    names.push_back(kind.name);
    if (!wanted.empty() && wanted != kind.name) continue;
    text += page_of(kind);
    json[kind.name] = json_of(kind);
  }
  if (text.empty())
    throw UsageError(
        fmt::format("list: there is no kind '{}' (known: {})", wanted, fmt::join(names, ", ")));
  if (!world.is_root()) return ExitCode::ok;
  if (arguments.has("json"))
    print_json(json);
  else
    print(text);
  return ExitCode::ok;
}

}  // namespace

Command list_command() {
  return {"list",   "what can be named in a config, with options and defaults",
          "[KIND]", {json_flag()},
          "",       list};
}

}  // namespace temper
