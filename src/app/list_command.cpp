// temper list [KIND]: what can be named in a config, with options and defaults.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <type_traits>

#include "app/commands.h"
#include "config/config.h"
#include "data/source.h"
#include "kernel/kernel.h"
#include "method/method.h"
#include "net/activation.h"
#include "net/layer.h"
#include "net/loss.h"
#include "posterior/prior.h"
#include "potential/potentials.h"
#include "tempering/swap_test.h"

namespace temper {
namespace {

/// One kind of thing that can be listed.
struct Kind {
  std::string name;
  std::string key;  ///< where a config names one: "kernel.type"
  std::function<std::string()> page;
};

std::string option_line(const ReadOption& option) {
  const auto fallback = option.fallback.empty() ? "" : fmt::format(" [{}]", option.fallback);
  return fmt::format("      {:<14}{} ({}): {}\n", option.key, fallback, option.range, option.help);
}

/// Name and help of every entry of a registry; its options are what its maker reads from a section
/// of nothing but defaults, given `rest` behind it.
template <class T, class... Rest>
std::string page_of(const Registry<T, const Section&, Rest...>& registry,
                    const std::string& section_name, std::decay_t<Rest>... rest) {
  std::string page;
  for (const auto& name : registry.names()) {
    const auto& entry = *registry.find(name);
    page += fmt::format("  {:<20} {}\n", name, entry.help);
    const auto section = Section::of(section_name);
    entry.make(section, rest...);
    for (const auto& option : section.reads()) page += option_line(option);
  }
  return page;
}

/// Names and help alone, where there are no options.
template <class R>
std::string names_of(const R& registry, const std::string& suffix = "") {
  std::string page;
  for (const auto& name : registry.names())
    page += fmt::format("  {:<20} {}\n", name + suffix, registry.find(name)->help);
  return page;
}

std::string page_of_losses() {
  std::string page;
  for (const auto& name : losses().names()) {
    const auto& entry = *losses().find(name);
    page += fmt::format("  {:<20} {}\n", name, entry.help);
    const auto model = Section::of("model");
    const bool is_regression = name == "gaussian";
    entry.make(model, is_regression ? TargetSpec{0, 1} : TargetSpec{2, 0});
    for (const auto& option : model.reads()) page += option_line(option);
  }
  return page;
}

std::string page_of_data() {
  return page_of(sources(), "data") + names_of(sized_sources(), "-N") +
         "  or a path that ends in\n" + names_of(formats());
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"data", "data.source", page_of_data},
      {"layers", "model.layer.type",
       [] {
         return page_of(layers(), "model.layer", Section::of("model"), Shape{1, 8, 8});
       }},
      {"activations", "model.layer.activation", [] { return names_of(activations()); }},
      {"losses", "model.loss", page_of_losses},
      {"priors", "prior.type", [] { return page_of(priors(), "prior", std::vector<Block>{}); }},
      {"potentials", "potential.type", [] { return page_of(potentials(), "potential"); }},
      {"kernels", "kernel.type", [] { return page_of(kernels(), "kernel"); }},
      {"swap-tests", "exchange.test", [] { return page_of(swap_tests(), "exchange"); }},
      {"methods", "compare.methods", [] { return page_of(methods(), "compare"); }},
  };
  return all;
}

ExitCode list(const Arguments& arguments, const Communicator& world) {
  const auto& wanted = arguments.positional();
  std::vector<std::string> names;
  std::string text;
  for (const auto& kind : kinds()) {
    names.push_back(kind.name);
    if (wanted.empty() || wanted == kind.name)
      text += fmt::format("{} ({} = \"…\")\n{}\n", kind.name, kind.key, kind.page());
  }
  if (text.empty())
    throw UsageError(
        fmt::format("list: there is no kind '{}' (known: {})", wanted, fmt::join(names, ", ")));
  if (world.is_root()) fmt::print("{}", text);
  return ExitCode::ok;
}

}  // namespace

Command list_command() {
  return {"list", "what can be named in a config, with options and defaults", "[KIND]", {}, "",
          list};
}

}  // namespace temper
