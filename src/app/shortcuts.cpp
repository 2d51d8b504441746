#include "app/shortcuts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/json_text.h"

namespace temper {
namespace {

/// A flag that stands for one key of the config.
struct Shortcut {
  const char* flag;
  const char* value;
  const char* key;
  const char* help;
  bool is_text = false;  ///< its value is a string even if it looks like a number
};

constexpr Shortcut shortcuts[] = {
    {"data", "NAME|PATH", "data.source", "data set by name, or a .csv, .npy, .npz, .h5 or folder",
     true},
    {"target", "COLUMN", "data.target", "column to predict [the last one]", true},
    {"task", "TASK", "data.task", "classification or regression [from the target's type]", true},
    {"replicas", "R", "ladder.rungs", "replicas, one on each rung of the ladder"},
    {"t-min", "T", "ladder.t_min", "temperature of rung 0"},
    {"t-max", "T", "ladder.t_max", "temperature of the hottest rung"},
    {"kernel", "TYPE", "kernel.type", "how replicas move; see 'temper list kernels'", true},
    {"lr", "RATE", "kernel.lr", "learning rate"},
    {"batch", "B", "kernel.batch", "examples in a minibatch, or full"},
    {"seed", "SEED", "run.seed", "same seed, same bits"},
    {"warmup", "SWEEPS", "run.warmup", "sweeps before those that are kept"},
    {"sweeps", "SWEEPS", "run.sweeps", "sweeps that are kept"},
    {"steps", "STEPS", "run.steps", "kernel steps in a sweep"},
    {"time", "3h50m", "run.time", "wall clock: ends at a commit before that, exit code 75", true},
};

constexpr const char* layers_help =
    "sizes from input to output, as in 784,64,10; or auto: hidden layers that suit the data";

/// Reads "784,64,10". Throws UsageError.
std::vector<std::size_t> parse_sizes(const std::string& text) {
  std::vector<std::size_t> sizes;
  for (std::size_t start = 0; start <= text.size();) {
    const auto comma = std::min(text.find(',', start), text.size());
    std::size_t size = 0;
    const auto* last = text.data() + comma;
    const auto [end, error] = std::from_chars(text.data() + start, last, size);
    if (error != std::errc{} || end != last || size == 0)
      throw UsageError(
          fmt::format("--layers {}: expected whole numbers above 0 with commas "
                      "between them, from input to output (784,64,10), or auto",
                      text));
    sizes.push_back(size);
    start = comma + 1;
  }
  if (sizes.size() < 2)
    throw UsageError(
        fmt::format("--layers {}: expected at least two sizes, input and output", text));
  return sizes;
}

Override hidden_layers(const std::vector<std::size_t>& units, const std::string& origin) {
  std::vector<std::string> tables;
  for (const auto n : units) tables.push_back(fmt::format("{{type = \"dense\", units = {}}}", n));
  return {"model.layer", fmt::format("[{}]", fmt::join(tables, ", ")), origin};
}

/// About sqrt(N) units, a power of two from 8 to 64; two layers where there is data for them.
std::vector<std::size_t> auto_layers(const Dataset& data) {
  const double exponent = std::round(std::log2(std::sqrt(static_cast<double>(data.train.n))));
  const auto units = std::size_t{1} << static_cast<int>(std::clamp(exponent, 3.0, 6.0));
  return std::vector<std::size_t>(data.train.n < 1000 ? 1 : 2, units);
}

bool wants_auto_layers(const Arguments& arguments, const Config& config) {
  if (arguments.has("layers")) return arguments.value("layers") == "auto";
  return arguments.positional().empty() && !config.has("model");
}

// Without a config file the question is usually the best minimum, not the posterior: a cold ladder,
// and learning rates at which minibatches don't heat it much: Fashion-MNIST's, and those of the UCI
// regressions, whose curvature rises as the learned noise falls.
constexpr double coldest = 0.01, hottest = 0.1;
constexpr double classification_rate = 0.01, regression_rate = 0.001;

/// Sizes of a run without a config file.
struct Sizes {
  std::size_t batch, steps, n_warmup, n_sweeps, thin;
};

/// A sweep is about an epoch; as many sweeps as fit two minutes of one core that makes 10^10
/// multiplications a second, but enough to see something.
Sizes suited_sizes(const Dataset& data, std::size_t n_replicas, std::size_t n_parameters) {
  constexpr double budget = 120 * 1e10;
  const auto n = data.train.n;
  Sizes sizes{};
  sizes.batch = std::min<std::size_t>(n, 64);
  sizes.steps = std::clamp<std::size_t>(n / sizes.batch, 50, 1000);
  const auto examples = 3 * sizes.steps * sizes.batch + n;  // forward and backward, then energies
  const double sweep_cost =
      static_cast<double>(n_replicas * n_parameters) *
      (static_cast<double>(examples) + 20.0 * static_cast<double>(sizes.steps));
  const auto n_total = static_cast<std::size_t>(std::clamp(budget / sweep_cost, 24.0, 1200.0));
  sizes.n_warmup = n_total / 4;
  sizes.n_sweeps = n_total - sizes.n_warmup;
  sizes.thin = std::max<std::size_t>(1, n_total / 100);
  return sizes;
}

std::size_t count_parameters(const Dataset& data, const std::vector<std::size_t>& hidden) {
  std::size_t n_inputs = data.n_inputs, count = 0;
  auto units = hidden;
  units.push_back(std::max(data.n_classes, data.n_targets));
  for (const auto n : units) {
    count += (n_inputs + 1) * n;
    n_inputs = n;
  }
  return count;
}

}  // namespace

std::vector<Flag> shortcut_flags() {
  std::vector<Flag> flags;
  for (const auto& shortcut : shortcuts)
    flags.push_back(
        {shortcut.flag, shortcut.value, fmt::format("{} ({})", shortcut.help, shortcut.key)});
  flags.push_back({"layers", "SIZES", layers_help});
  flags.push_back({"set", "KEY=VALUE", "any key of the config; may be given again"});
  return flags;
}

std::vector<Override> overrides_of(const Arguments& arguments) {
  std::vector<Override> overrides;
  for (const auto& shortcut : shortcuts) {
    if (!arguments.has(shortcut.flag)) continue;
    const auto value = arguments.value(shortcut.flag);
    overrides.push_back({shortcut.key, shortcut.is_text ? json_text(value) : value,
                         fmt::format("--{} {}", shortcut.flag, value)});
  }
  if (const auto layers = arguments.value("layers", "auto"); layers != "auto") {
    const auto sizes = parse_sizes(layers);
    overrides.push_back(hidden_layers({sizes.begin() + 1, sizes.end() - 1}, "--layers"));
  }
  for (const auto& assignment : arguments.values("set"))
    overrides.push_back(Override::parse(assignment));
  return overrides;
}

std::vector<Override> suited_to(const Dataset& data, const Arguments& arguments,
                                const Config& config) {
  std::vector<Override> overrides;
  auto hidden = auto_layers(data);
  if (wants_auto_layers(arguments, config))
    overrides.push_back(hidden_layers(hidden, "--layers auto"));
  else if (arguments.has("layers")) {
    const auto sizes = parse_sizes(arguments.value("layers"));
    hidden.assign(sizes.begin() + 1, sizes.end() - 1);
  }
  if (!arguments.positional().empty()) return overrides;
  if (config.section("run").text("goal", "sample", "") == "predict") return overrides;

  const auto replicas = arguments.value("replicas", "8");
  const auto sizes = suited_sizes(data, std::max(1UL, std::strtoul(replicas.c_str(), nullptr, 10)),
                                  count_parameters(data, hidden));
  const auto suit = [&](const char* key, auto value) {
    overrides.push_back({key, fmt::format("{}", value), "sized to the data"});
  };
  suit("ladder.rungs", replicas);
  suit("ladder.t_min", coldest);
  suit("ladder.t_max", hottest);
  if (!config.section("kernel").has("type")) {
    suit("kernel.batch", sizes.batch);
    suit("kernel.order", R"("epoch")");  // descends faster; temperatures need not be exact here
    suit("kernel.lr", data.task == Task::classification ? classification_rate : regression_rate);
  }
  suit("run.steps", sizes.steps);
  suit("run.warmup", sizes.n_warmup);
  suit("run.sweeps", sizes.n_sweeps);
  suit("output.thin", sizes.thin);
  return overrides;
}

void check_layers(const Arguments& arguments, const Dataset& data) {
  const auto layers = arguments.value("layers", "auto");
  if (layers == "auto") return;
  const auto sizes = parse_sizes(layers);
  const auto refuse = [&](const char* end, std::size_t given, std::size_t expected) {
    if (given != expected)
      throw UsageError(fmt::format("--layers {}: the {} size is {}, but the data '{}' needs {}",
                                   layers, end, given, data.name, expected));
  };
  refuse("first", sizes.front(), data.n_inputs);
  refuse("last", sizes.back(), std::max(data.n_classes, data.n_targets));
}

}  // namespace temper
