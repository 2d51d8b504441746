#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "config/config.h"
#include "random/rng.h"

namespace temper {
namespace {

/// Reads one of everything, out of the standard order.
void read_all(const Config& config) {
  const auto zoo = config.section("zoo");
  zoo.text("name", "a \"quoted\" \\ name", "of the animal");
  const auto kernel = config.section("kernel");
  kernel.choice("type", {"sgd", "adam"}, "sgd", "the local move");
  kernel.number("lr", {.fallback = 0.05, .min = 0, .above_min = true, .help = "learning rate"});
  kernel.integer_or("batch", {"full"}, "full", {.min = 1, .help = "examples"});
  const auto ladder = config.section("ladder");
  ladder.numbers("temperatures", {.min = 0, .help = "of every rung"});
  ladder.number("t_max", {.fallback = infinity, .max = infinity, .help = "of the hottest rung"});
  ladder.flag("adapt", true, "in warm-up");
  const auto model = config.section("model");
  for (const auto& layer : model.children("layer")) {
    layer.integer("units", {.min = 1, .help = "outputs"});
    layer.child("init").number("sd", {.fallback = 1, .help = "of weights"});
  }
  config.section("data").texts("columns", "to use");
}

std::string resolved(const std::string& text, bool comments) {
  const auto config = Config::parse(text, "file.toml");
  read_all(config);
  return config.resolved(comments);
}

const std::string file = R"([ladder]
t_max = 1e1
temperatures = [1, 2.5]

[[model.layer]]
units = 8
[[model.layer]]
units = 4e0
init = { sd = 0.1 }

[data]
columns = ["a", "b\n"]
)";

TEST(Resolved, WritesStandardTablesInOrderAndOthersAfter) {
  EXPECT_EQ(resolved(file, false), R"([data]
columns = ["a", "b\u000A"]

[model]

[[model.layer]]
units = 8

[model.layer.init]
sd = 1.0

[[model.layer]]
units = 4

[model.layer.init]
sd = 0.1

[kernel]
type = "sgd"
lr = 0.05
batch = "full"

[ladder]
temperatures = [1.0, 2.5]
t_max = 10.0
adapt = true

[zoo]
name = "a \"quoted\" \\ name"
)");
}

TEST(Resolved, SaysInCommentsWhatEachKeyTakes) {
  EXPECT_EQ(resolved("[kernel]\nlr = 1", true), R"([data]
# columns  # to use; a list of strings; absent

[kernel]
type = "sgd"    # the local move; "sgd" or "adam"; default
lr = 1.0        # learning rate; a number above 0
batch = "full"  # examples; a whole number of at least 1 or "full"; default

[ladder]
# temperatures  # of every rung; a list of numbers of at least 0; absent
t_max = inf     # of the hottest rung; a number or inf; default
adapt = true    # in warm-up; true or false; default

[zoo]
name = "a \"quoted\" \\ name"  # of the animal; a string; default
)");
}

TEST(Resolved, WrapsCommentsAndPutsThoseOfLongValuesAbove) {
  const auto config = Config::parse("[run]\nt = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", "file.toml");
  const auto run = config.section("run");
  run.flag("on", true, "one two three four five six seven eight nine ten eleven twelve thirteen x");
  run.numbers("t", {.help = "many"});
  EXPECT_EQ(config.resolved(true), R"([run]
on = true  # one two three four five six seven eight nine ten eleven twelve thirteen x; true or
           # false; default
# many; a list of numbers
t = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
)");
}

TEST(Resolved, WritesOnceWhatIsAskedForTwice) {
  const auto config = Config::parse("[[model.layer]]\n", "file.toml");
  for (int i = 0; i < 2; ++i) {
    config.section("run").integer("seed", {.fallback = 1});
    config.section("model").children("layer")[0].integer("units", {.fallback = 8});
  }
  EXPECT_EQ(config.resolved(false), R"([model]

[[model.layer]]
units = 8

[run]
seed = 1
)");
}

TEST(Resolved, ReadsBackAsTheSameConfig) {
  for (const bool comments : {false, true})
    for (const std::string& text : {file, std::string()}) {
      const auto once = resolved(text, comments);
      EXPECT_EQ(resolved(once, false), resolved(text, false));
    }
}

TEST(Resolved, HasNothingUnknown) {
  const auto again = Config::parse(resolved(file, true), "again");
  read_all(again);
  EXPECT_NO_THROW(again.refuse_unknown());
}

/// What a double is after it has been written and read.
double number_again(double x) {
  const auto config = Config::parse("", "");
  config.section("run").number("x", {.fallback = x, .min = -infinity, .max = infinity});
  const auto again = Config::parse(config.resolved(true), "");
  return again.section("run").number("x", {.min = -infinity, .max = infinity});
}

TEST(Resolved, KeepsEveryBitOfADouble) {
  using Limits = std::numeric_limits<double>;
  for (const double x : {0.1, 1.0 / 3, 1.0, -2.5, 1e15, 1e16, 123456789012345680.0, 1e22, 1e23,
                         5e-324, Limits::min(), Limits::max(), Limits::lowest(),
                         2.2250738585072011e-308, infinity, -infinity})
    EXPECT_EQ(number_again(x), x);
  EXPECT_TRUE(std::signbit(number_again(-0.0)));
  Rng rng({1, Stream::synthetic});
  for (int i = 0; i < 200; ++i) {
    const double x = std::ldexp(rng.uniform(), static_cast<int>(rng.below(2000)) - 1000);
    EXPECT_EQ(number_again(x), x);
  }
}

TEST(Resolved, KeepsEveryCharacterOfAString) {
  std::string text = "käse ✓ \"'\\#=[]";
  for (char c = 0; c < 32; ++c) text += c;
  text += '\x7f';
  const auto config = Config::parse("", "");
  config.section("run").text("s", text, "");
  const auto again = Config::parse(config.resolved(false), "");
  EXPECT_EQ(again.section("run").text("s", "", ""), text);
}

TEST(Resolved, KeepsIntegersWhole) {
  const auto config = Config::parse("", "");
  config.section("run").integer("n", {.fallback = INT64_MAX});
  const auto again = Config::parse(config.resolved(false), "");
  EXPECT_EQ(again.section("run").integer("n", {}), INT64_MAX);
}

TEST(Resolved, LeavesWhatBelongsToASessionOutOfWhatIsStored) {
  const auto config = Config::parse("[run]\ntime = \"3h\"\n", "");
  config.section("run").text("time", "", "");
  EXPECT_EQ(config.resolved(/*comments=*/false).find("time"), std::string::npos);
  EXPECT_NE(config.resolved(/*comments=*/true).find("time = \"3h\""), std::string::npos);
}

}  // namespace
}  // namespace temper
