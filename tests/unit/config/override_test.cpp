#include <fmt/format.h>
#include <gtest/gtest.h>

#include "config/config.h"
#include "unit/config/error_of.h"

namespace temper {
namespace {

const std::string file = R"([model]
[[model.layer]]
units = 16

[kernel]
lr = 0.1
)";

Config with(const std::vector<std::string>& settings) {
  std::vector<Override> overrides;
  for (const auto& setting : settings) overrides.push_back(Override::parse(setting));
  return Config::parse(file, "file.toml", overrides);
}

std::string error_with(const std::string& setting) {
  return error_of([&] { with({setting}); });
}

std::string text_of(const std::string& setting) {
  return with({setting}).section("data").text("source", "", "");
}

TEST(Override, ReplacesAndAddsValues) {
  EXPECT_EQ(with({"kernel.lr=0.5"}).section("kernel").number("lr", {}), 0.5);
  EXPECT_EQ(with({"kernel.lr = 0.5 "}).section("kernel").number("lr", {}), 0.5);
  EXPECT_EQ(with({"run.seed=7"}).section("run").integer("seed", {}), 7);
  EXPECT_EQ(with({"a.b.c=7"}).section("a").child("b").integer("c", {}), 7);
  EXPECT_EQ(with({"ladder.temperatures=[1, inf]"})
                .section("ladder")
                .numbers("temperatures", {.max = infinity}),
            (std::vector<double>{1, infinity}));
}

TEST(Override, TakesTheLaterOfTwo) {
  EXPECT_EQ(with({"kernel.lr=0.5", "kernel.lr=0.7"}).section("kernel").number("lr", {}), 0.7);
}

TEST(Override, TakesAsAStringWhatIsNoTomlValue) {
  EXPECT_EQ(text_of("data.source=iris"), "iris");
  EXPECT_EQ(text_of("data.source=\"iris\""), "iris");
  EXPECT_EQ(text_of("data.source=my data.csv"), "my data.csv");
  EXPECT_EQ(text_of("data.source=a=b\\c"), "a=b\\c");
  EXPECT_EQ(text_of("data.source=\"half"), "\"half");
  EXPECT_EQ(text_of("data.source=1\ny = 2"), "1\ny = 2");  // no second key by the back door
  EXPECT_EQ(text_of("data.source="), "");
}

TEST(Override, ReachesListEntriesInBothSpellings) {
  for (const std::string key : {"model.layer.0.units", "model.layer[0].units"})
    EXPECT_EQ(with({key + "=8"}).section("model").children("layer")[0].integer("units", {}), 8);
}

TEST(Override, AddsListEntriesOneByOne) {
  const auto config = with({"model.layer[1].units=8", "model.layer[2].units=4", "x[0].y=1"});
  const auto layers = config.section("model").children("layer");
  ASSERT_EQ(layers.size(), 3u);
  EXPECT_EQ(layers[0].integer("units", {}), 16);
  EXPECT_EQ(layers[2].integer("units", {}), 4);
  EXPECT_EQ(with({"t.list[0]=5"}).section("t").numbers("list", {}), std::vector<double>{5});
  EXPECT_EQ(
      error_with("model.layer[2].units=8"),
      "--set model.layer[2].units=8: model.layer[2]: expected an index of at most 1, the next "
      "entry");
}

TEST(Override, IsNamedInErrorsOfItsValue) {
  const auto kernel = with({"kernel.lr=fast"}).section("kernel");
  EXPECT_EQ(error_of([&] { kernel.number("lr", {.min = 0, .above_min = true}); }),
            "--set kernel.lr=fast: kernel.lr: expected a number above 0, got \"fast\"");
  const auto layer = with({"model.layer[1].type=dense"}).section("model").children("layer")[1];
  EXPECT_EQ(error_of([&] { layer.integer("units", {.min = 1}); }),
            "--set model.layer[1].type=dense: model.layer[1].units: missing; expected a whole "
            "number of at least 1");
  const auto data = Config::parse("", "", {{"data.source", "3", "--data"}}).section("data");
  EXPECT_EQ(error_of([&] { data.text("source", "", ""); }),
            "--data: data.source: expected a string, got 3");
}

TEST(Override, KeepsErrorsOnOneLine) {
  const auto kernel = with({"kernel.lr=a\nb"}).section("kernel");
  EXPECT_EQ(error_of([&] { kernel.number("lr", {}); }),
            "--set kernel.lr=a b: kernel.lr: expected a number, got \"a\\u000Ab\"");
}

TEST(Override, LeavesThePlaceOfOtherValues) {
  const auto kernel = with({"kernel.momentum=0.9"}).section("kernel");
  EXPECT_EQ(error_of([&] { kernel.integer("lr", {}); }),
            "file.toml:6: kernel.lr: expected a whole number, got 0.1");
  EXPECT_EQ(error_of([&] { kernel.refuse("batch", "too large"); }),
            "file.toml:5: kernel.batch: too large");
}

TEST(Override, RefusesWhatIsNoSetting) {
  const std::string end = ": expected key=value, such as kernel.lr=0.01";
  EXPECT_EQ(error_of([] { Override::parse("kernel"); }), "--set kernel" + end);
  EXPECT_EQ(error_of([] { Override::parse("=3"); }), "--set =3" + end);
  EXPECT_EQ(error_of([] { Override::parse("  = 3"); }), "--set   = 3" + end);
  EXPECT_EQ(error_of([] { Override::parse(""); }), "--set " + end);
}

TEST(Override, RefusesWhatIsNoPath) {
  for (const std::string key : {"a..b", ".a", "a.", "a b", "a[", "a[0", "a[x]", "[0]", "a]0[",
                                "a\tb", "a[0]b", "a[1234567]"})
    EXPECT_EQ(error_with(key + "=1"),
              fmt::format("--set {0}=1: '{0}' is no key; expected a path such as kernel.lr or "
                          "model.layer[0].units",
                          key));
  EXPECT_EQ(error_with("a\nb=1").find('\n'), std::string::npos);
}

TEST(Override, RefusesAPathThroughWhatIsNoTable) {
  EXPECT_EQ(error_with("kernel.lr.x=1"),
            "--set kernel.lr.x=1: kernel.lr: expected a table, got 0.1");
  EXPECT_EQ(error_with("kernel.lr[0]=1"),
            "--set kernel.lr[0]=1: kernel.lr: expected a table, got 0.1");
  EXPECT_EQ(error_with("model.layer.units=1"),
            "--set model.layer.units=1: model.layer: expected a table, got a list of tables");
  EXPECT_EQ(error_of([] {
              with({"a.b=1", "a.b.c=2"});
            }),
            "--set a.b.c=2: a.b: expected a table, got 1");
}

TEST(Override, RefusesToReplaceATableByAValue) {
  EXPECT_EQ(error_with("kernel=3"), "--set kernel=3: kernel: expected a table, got 3");
  EXPECT_EQ(error_with("model.layer[0]=3"),
            "--set model.layer[0]=3: model.layer[0]: expected a table, got 3");
  const auto kernel = with({"kernel={ lr = 2 }"}).section("kernel");
  EXPECT_EQ(kernel.number("lr", {}), 2);
}

TEST(Override, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(error_with("data.source=\xff"), "--set data.source=\xff: the value isn't UTF-8");
}

}  // namespace
}  // namespace temper
