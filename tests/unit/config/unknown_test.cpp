#include <gtest/gtest.h>

#include "config/config.h"
#include "unit/config/error_of.h"

namespace temper {
namespace {

/// What refuse_unknown says once these have been read: [kernel] lr, momentum; [[model.layer]]
/// units; [run] seed.
std::string unknown_of(const std::string& text, const std::vector<Override>& overrides = {}) {
  const auto config = Config::parse(text, "file.toml", overrides);
  const auto kernel = config.section("kernel");
  kernel.number("momentum", {.fallback = 0.9});
  kernel.number("lr", {.fallback = 0.1});
  for (const auto& layer : config.section("model").children("layer"))
    layer.integer("units", {.fallback = 8});
  config.section("run").integer("seed", {.fallback = 1});
  return error_of([&] { config.refuse_unknown(); });
}

TEST(Unknown, IsNothingThatWasRead) {
  EXPECT_EQ(unknown_of(""), "no error");
  EXPECT_EQ(unknown_of("[kernel]\nlr = 1\n[[model.layer]]\nunits = 2\n[run]\n"), "no error");
}

TEST(Unknown, KeyIsRefusedWithTheNearestOfItsTable) {
  EXPECT_EQ(
      unknown_of("\n[kernel]\nlr = 1\nmomentm = 1\n"),
      "file.toml:4: kernel.momentm: unknown key (did you mean momentum? known: lr, momentum)");
  EXPECT_EQ(
      unknown_of("[kernel]\nlearning_rate = 1\n"),
      "file.toml:2: kernel.learning_rate: unknown key (did you mean lr? known: lr, momentum)");
  EXPECT_EQ(unknown_of("[kernel]\ncolour = 1\n"),
            "file.toml:2: kernel.colour: unknown key (known: lr, momentum)");
}

TEST(Unknown, KeyInAListOfTablesIsNamedByIndex) {
  EXPECT_EQ(unknown_of("[[model.layer]]\n[[model.layer]]\nunits = 1\nunit = 3\n"),
            "file.toml:4: model.layer[1].unit: unknown key (did you mean units? known: units)");
}

TEST(Unknown, KeyOfAnotherTableIsSuggested) {
  EXPECT_EQ(unknown_of("[run]\nmomentum = 0.5\n"),
            "file.toml:2: run.momentum: unknown key (did you mean kernel.momentum? known: seed)");
  EXPECT_EQ(unknown_of("[[model.layer]]\n[run]\nunits = 5\n"),
            "file.toml:3: run.units: unknown key (did you mean model.layer[0].units? known: seed)");
  EXPECT_EQ(unknown_of("seed = 1\n"),
            "file.toml:1: seed: unknown key (did you mean run.seed? known: kernel, model, run)");
}

TEST(Unknown, TableIsRefusedWithTheNearest) {
  EXPECT_EQ(unknown_of("[kernel]\n\n[kernle]\nlr = 1\n"),
            "file.toml:3: kernle: unknown table (did you mean kernel? known: kernel, model, run)");
  EXPECT_EQ(unknown_of("[[model.layers]]\nunits = 1\n"),
            "file.toml:1: model.layers: unknown table (did you mean layer? known: layer)");
  EXPECT_EQ(unknown_of("[kernel.lrs]\n"),
            "file.toml:1: kernel.lrs: unknown table (did you mean lr? known: lr, momentum)");
}

TEST(Unknown, TableThatOthersUseIsNotCalledMisspelt) {
  EXPECT_EQ(unknown_of("\n[potential]\ntype = \"double-well\"\n"),
            "file.toml:2: potential: not used by this config (tables in use: kernel, model, run)");
  EXPECT_EQ(unknown_of("[run.potential]\n"),
            "file.toml:1: run.potential: unknown table (known: seed)");
}

TEST(Unknown, KeyOfATableOfWhichNothingIsRead) {
  const auto config = Config::parse("[run]\nx = 1", "file.toml");
  config.section("run");
  EXPECT_EQ(error_of([&] { config.refuse_unknown(); }),
            "file.toml:2: run.x: unknown key (known: none)");
}

TEST(Unknown, FirstIsTheFirstByPlace) {
  EXPECT_TRUE(unknown_of("[zoo]\n[kernel]\na = 1\n").starts_with("file.toml:1: zoo: "));
  EXPECT_TRUE(unknown_of("[run]\nz = 1\n[kernel]\na = 1\n").starts_with("file.toml:2: run.z: "));
  EXPECT_TRUE(unknown_of("[run]\nz = 1\na = 1\n").starts_with("file.toml:2: run.z: "));
  EXPECT_TRUE(unknown_of("kernel = { z = 1, a = 1 }").starts_with("file.toml:1: kernel.z: "));
}

TEST(Unknown, OverridesComeAfterTheFileInTheirOrder) {
  const Override z{"kernel.z", "1"}, a{"kernel.a", "1"};
  const Override run{"run.z", "1"};
  EXPECT_TRUE(unknown_of("", {z, a}).starts_with("--set kernel.z=1: kernel.z: unknown key"));
  EXPECT_TRUE(unknown_of("", {run, a}).starts_with("--set run.z=1: run.z: unknown key"));
  EXPECT_TRUE(unknown_of("\n[run]\nx = 1\n", {z}).starts_with("file.toml:3: run.x: unknown key"));
}

}  // namespace
}  // namespace temper
