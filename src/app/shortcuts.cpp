#include "app/shortcuts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "files/json_text.h"
#include "kernel/chosen_kernel.h"

namespace temper {
namespace {

/// What the value of a flag is in the config. Text is a string even if it looks like a number;
/// list flags may be given again.
enum class Kind { any, text, list };

/// A flag that stands for one key of the config.
struct Shortcut {
  const char* flag;
  const char* value;
  const char* key;
  const char* help;
  Kind kind = Kind::any;
};

constexpr Shortcut known_shortcuts[] = {
    {"data", "NAME|PATH", "data.source",
     "data set by name, or a table (.csv, .tsv, …, .gz, -), .npy, .npz, .h5 or folder", Kind::text},
    {"target", "COLUMNS", "data.target", "columns to predict [the last one]", Kind::list},
    {"columns", "COLUMNS", "data.columns", "inputs [all others]", Kind::list},
    {"drop", "COLUMNS", "data.drop", "columns to leave out", Kind::list},
    {"categories", "COLUMNS", "data.categories", "columns that are names, not numbers", Kind::list},
    {"weights", "COLUMN", "data.weights", "how much each example counts", Kind::text},
    {"index", "COLUMN", "data.index", "names the rows; no input", Kind::text},
    {"missing", "WORDS", "data.missing", "values that mean: not known, as -999", Kind::list},
    {"impute", "HOW", "data.impute", "median: fills missing inputs, with an input that says so",
     Kind::text},
    {"missing-target", "HOW", "data.missing_target",
     "drop: leaves out rows whose target is missing", Kind::text},
    {"separator", "MARK", "data.separator", "of a table [sniffed]", Kind::text},
    {"decimal", "MARK", "data.decimal", "point or comma [what the numbers show]", Kind::text},
    {"header", "BOOL", "data.header", "false: the table has no names of columns"},
    {"task", "TASK", "data.task", "classification or regression [from the target's type]",
     Kind::text},
    {"replicas", "R", "ladder.rungs", "replicas, one on each rung of the ladder"},
    {"t-min", "T", "ladder.t_min", "temperature of rung 0"},
    {"t-max", "T", "ladder.t_max", "temperature of the hottest rung"},
    {"kernel", "TYPE", "kernel.type", "how replicas move; see 'temper list kernels'", Kind::text},
    {"lr", "RATE", "kernel.lr", "learning rate"},
    {"batch", "B", "kernel.batch", "examples in a minibatch, or full"},
    {"seed", "SEED", "run.seed", "same seed, same bits"},
    {"warmup", "SWEEPS", "run.warmup", "sweeps before those that are kept"},
    {"sweeps", "SWEEPS", "run.sweeps", "sweeps that are kept"},
    {"steps", "STEPS", "run.steps", "kernel steps in a sweep"},
    {"time", "3h50m", "run.time", "wall clock: ends at a commit before that, exit code 75",
     Kind::text},
    {"budget", "BUDGET", "run.budget", "what the run may take: 10m, '600 cpu-s', '2000 epochs'",
     Kind::text},
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
  for (const auto n : units)
    tables.push_back(fmt::format(R"({{type = "dense", units = {}, activation = "tanh"}})", n));
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

/// True if the kernel has nothing but descents to offer: it refuses every temperature above 0.
bool only_descends(const std::string& kernel) {
  const auto* entry = kernels().find(kernel);
  if (!entry) return false;  // the config will say so
  try {
    entry->make(Section::of("kernel"))->check({1.0, Tempering::posterior});
  } catch (const UsageError&) {
    return true;
  }
  return false;
}

bool takes_full_batches(const Section& kernel) {
  const auto* entry = kernels().find(kernel_type(kernel));
  const auto options = Section::of("kernel");
  if (entry) entry->make(options);
  const auto reads = options.reads();
  return std::any_of(reads.begin(), reads.end(), [](const ReadOption& option) {
    return option.key == "batch" && option.range.find("full") != std::string::npos;
  });
}

constexpr const char* open_to_plan = R"("auto")";

/// Collects defaults that suit the data.
class Suited {
 public:
  template <class T>
  Suited& with(const char* key, const T& value) {
    overrides_.push_back({key, fmt::format("{}", value), "suited to the data"});
    return *this;
  }
  /// How much the run does is the plan's.
  Suited& with_open_run() {
    for (const auto* key : {"run.steps", "run.copies", "run.warmup", "run.sweeps", "output.thin"})
      with(key, open_to_plan);
    return *this;
  }
  std::vector<Override> take() { return std::move(overrides_); }

 private:
  std::vector<Override> overrides_;
};

/// A deep ensemble: copies of one rung at T = 0.
std::vector<Override> ensemble() {
  return Suited()
      .with("ladder.temperatures", "[0]")
      .with("exchange.schedule", R"("none")")
      .with_open_run()
      .take();
}

/// Replicas are copies where all of them descend.
std::string key_of(const Shortcut& shortcut, const Arguments& arguments) {
  const bool descends =
      arguments.positional().empty() && only_descends(arguments.value("kernel", "sgd"));
  return descends && shortcut.key == std::string("ladder.rungs") ? "run.copies" : shortcut.key;
}

}  // namespace

std::vector<Flag> shortcut_flags() {
  std::vector<Flag> flags;
  for (const auto& shortcut : known_shortcuts)
    flags.push_back(
        {shortcut.flag, shortcut.value, fmt::format("{} ({})", shortcut.help, shortcut.key)});
  flags.push_back({"layers", "SIZES", layers_help});
  flags.push_back({"set", "KEY=VALUE", "any key of the config; may be given again"});
  return flags;
}

namespace {

std::string toml_of(const Shortcut& shortcut, const std::vector<std::string>& given) {
  if (shortcut.kind == Kind::any) return given.back();
  if (shortcut.kind == Kind::text || given.size() == 1) return json_text(given.back());
  std::vector<std::string> quoted;
  for (const auto& value : given) quoted.push_back(json_text(value));
  return fmt::format("[{}]", fmt::join(quoted, ", "));
}

}  // namespace

std::vector<Override> overrides_of(const Arguments& arguments) {
  std::vector<Override> overrides;
  for (const auto& shortcut : known_shortcuts) {
    if (!arguments.has(shortcut.flag)) continue;
    const auto given = arguments.values(shortcut.flag);
    overrides.push_back({key_of(shortcut, arguments), toml_of(shortcut, given),
                         fmt::format("--{} {}", shortcut.flag, fmt::join(given, " "))});
  }
  if (const auto layers = arguments.value("layers", "auto"); layers != "auto") {
    const auto sizes = parse_sizes(layers);
    overrides.push_back(hidden_layers({sizes.begin() + 1, sizes.end() - 1}, "--layers"));
  }
  for (const auto& assignment : arguments.values("set"))
    overrides.push_back(Override::parse(assignment));
  return overrides;
}

bool leaves_kernel_open(const Config& config) { return !config.has("kernel"); }

std::vector<Override> tempering_to_the_prior(const Dataset& data, const Config& config) {
  constexpr std::size_t few_points = 2000;  // where gradients need no minibatches
  Suited suited;
  if (config.section("ladder").text("tempering", "likelihood", "") == "likelihood")
    suited.with("ladder.tempering", R"("likelihood")").with("ladder.t_max", "inf");
  suited.with("ladder.rungs", open_to_plan).with("ladder.t_min", 1).with_open_run();
  if (!config.has("prior"))  // fits the width; measured in src/tempering/NOTES.md
    suited.with("prior.scale", R"("fan-in")")
        .with("prior.sd", data.task == Task::regression ? 1 : 3);
  if (leaves_kernel_open(config))
    return suited.with("kernel.type", R"("hmc")").with("kernel.metric", R"("diagonal")").take();
  if (data.train.n <= few_points && takes_full_batches(config.section("kernel")))
    suited.with("kernel.batch", R"("full")");
  return suited.take();
}

std::vector<Override> suited_to(const Dataset& data, const Arguments& arguments,
                                const Config& config) {
  std::vector<Override> overrides;
  if (wants_auto_layers(arguments, config))
    overrides.push_back(hidden_layers(auto_layers(data), "--layers auto"));
  if (!arguments.positional().empty()) return overrides;
  if (config.section("run").text("goal", "sample", "") == "predict") return overrides;
  const auto suited = only_descends(kernel_type(config.section("kernel")))
                          ? ensemble()
                          : tempering_to_the_prior(data, config);
  overrides.insert(overrides.end(), suited.begin(), suited.end());
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
