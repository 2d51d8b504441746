#include "config/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/registry.h"
#include "unit/config/error_of.h"

namespace temper {
namespace {

/// A file in the test's own folder, for as long as the object lives.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& text)
      : path_(testing::TempDir() + "temper_config_test_" + std::to_string(::getpid()) + ".toml") {
    std::ofstream(path_) << text;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST(Config, LoadsAFileWithOverrides) {
  const TemporaryFile file("[kernel]\nlr = 1\n");
  const auto config = Config::load(file.path(), {{"run.seed", "3"}});
  EXPECT_EQ(config.section("kernel").number("lr", {}), 1);
  EXPECT_EQ(config.section("run").integer("seed", {}), 3);
  EXPECT_TRUE(config.has("run"));
  EXPECT_FALSE(config.has("data"));
  EXPECT_EQ(error_of([&] { config.section("kernel").text("lr", "", ""); }),
            file.path() + ":2: kernel.lr: expected a string, got 1");
}

TEST(Config, LoadsNothingFromNoFile) {
  EXPECT_EQ(Config::load("", {}).resolved(true), "");
  EXPECT_EQ(Config::load("", {{"run.seed", "3"}}).section("run").integer("seed", {}), 3);
}

TEST(Config, RefusesAFileThatCantBeRead) {
  EXPECT_EQ(error_of([] { Config::load("no/such.toml", {}); }),
            "no/such.toml: can't be read: No such file or directory");
  EXPECT_EQ(error_of([] { Config::load("/", {}); }), "/: is a directory; expected a TOML file");
}

// The reasons are toml++'s, and differ between its versions; the place and the frame are ours.
TEST(Config, NamesTheLineOfASyntaxError) {
  const auto error = [](const std::string& text) {
    return error_of([&] { Config::parse(text, "file.toml"); });
  };
  const auto starts = [&](const std::string& text, const std::string& start) {
    EXPECT_TRUE(error(text).starts_with(start + ": not TOML: ")) << error(text);
    EXPECT_EQ(error(text).find('\n'), std::string::npos) << error(text);
  };
  starts("[kernel]\n\nlr : 3\n", "file.toml:3");
  starts("[kernel\nlr = 3\n", "file.toml:1");
  starts("a = 1\nb = \"open\n", "file.toml:2");
  starts("a = 1\n\nb = 1 2\n", "file.toml:3");
  starts("[kernel]\nlr = 1\nlr = 2\n", "file.toml:3");
  starts("[kernel]\nlr = 1\n[kernel]\n", "file.toml:3");
  starts("a = 1\nb = \n", "file.toml:2");
}

TEST(Config, SaysThatABareWordNeedsQuotes) {
  const auto error = error_of([] { Config::parse("[kernel]\ntype = sgd\n", "file.toml"); });
  EXPECT_TRUE(error.starts_with("file.toml:2: not TOML: ")) << error;
  EXPECT_TRUE(error.ends_with("; a string needs quotes")) << error;
  const auto other = error_of([] { Config::parse("lr : 3\n", "file.toml"); });
  EXPECT_FALSE(other.ends_with("; a string needs quotes")) << other;
}

TEST(Config, RefusesASectionThatIsNoTable) {
  const auto config = Config::parse("\nkernel = 3\n", "file.toml");
  EXPECT_EQ(error_of([&] { config.section("kernel"); }),
            "file.toml:2: kernel: expected a table [kernel], got 3");
}

struct Move {
  std::string name;
  double size = 0;
};

TEST(MakeRegistered, MakesWhatTheKeyNames) {
  Registry<Move, const Section&, double> moves;
  for (const std::string name : {"sgd", "adam"})
    moves.add(name, "", [name](const Section& section, double factor) {
      const double size = section.number("lr", {.fallback = 2});
      return std::make_unique<Move>(Move{name, factor * size});
    });
  const auto make = [&](const std::string& toml) {
    return make_registered(moves, Section::of("kernel", toml), "type", "sgd", "", 10.0);
  };
  EXPECT_EQ(make("type = \"adam\"\nlr = 3")->name, "adam");
  EXPECT_EQ(make("type = \"adam\"\nlr = 3")->size, 30);
  EXPECT_EQ(make("")->name, "sgd");
  EXPECT_EQ(error_of([&] { make("\ntype = \"sdg\""); }),
            "[kernel]:2: kernel.type: expected \"adam\" or \"sgd\", got \"sdg\" (did you mean "
            "\"sgd\"?)");
}

TEST(Config, DecidesWhatWasAutoAndLeavesOutWhatHasNoValue) {
  auto config = Config::parse("[ladder]\nrungs = \"auto\"\nt_max = 10\n", "test.toml");
  config.section("ladder").integer_or("rungs", {"auto"}, 16, {});
  config.section("ladder").number("t_max", {.fallback = 5});
  config.decide({{"ladder.rungs", "11", "the plan"}, {"ladder.t_max", "", "the plan"}});
  EXPECT_FALSE(config.section("ladder").has("t_max"));
  EXPECT_EQ(config.section("ladder").integer("rungs", {}), 11);
  EXPECT_EQ(config.resolved(false), "[ladder]\nrungs = 11\n");
}

}  // namespace
}  // namespace temper
