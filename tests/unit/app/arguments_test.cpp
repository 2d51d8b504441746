#include "app/arguments.h"

#include <gtest/gtest.h>

#include "app/commands.h"
#include "app/shortcuts.h"
#include "files/json_text.h"

namespace temper {
namespace {

Arguments parse(std::vector<std::string> words) {
  words.insert(words.begin(), "temper");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  return parse_arguments(*find_command(words[1]), static_cast<int>(argv.size()), argv.data());
}

std::string error_of(const std::vector<std::string>& words) {
  try {
    const auto arguments = parse(words);
    overrides_of(arguments);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Arguments, ReadsFlagsValuesAndThePositional) {
  const auto arguments =
      parse({"train", "run.toml", "--set", "a.b=1", "--out=runs/x", "--set", "c.d=2", "--quiet"});
  EXPECT_EQ(arguments.positional(), "run.toml");
  EXPECT_EQ(arguments.value("out"), "runs/x");
  EXPECT_EQ(arguments.values("set"), (std::vector<std::string>{"a.b=1", "c.d=2"}));
  EXPECT_TRUE(arguments.has("quiet"));
  EXPECT_FALSE(arguments.has("force"));
  EXPECT_EQ(arguments.line(), "temper train run.toml --set a.b=1 --out=runs/x --set c.d=2 --quiet");
}

TEST(Arguments, KeepsCommasInValues) {
  EXPECT_EQ(parse({"train", "--layers", "784,64,10"}).value("layers"), "784,64,10");
}

TEST(Arguments, SuggestsTheNearestFlag) {
  EXPECT_NE(error_of({"train", "--replica", "3"}).find("did you mean --replicas?"),
            std::string::npos);
}

TEST(Arguments, RefusesMissingAndSurplusArguments) {
  EXPECT_EQ(error_of({"resume"}), "resume: RUN is missing; see 'temper help resume'");
  EXPECT_NE(error_of({"resume", "a", "b"}).find("got 'b' as well"), std::string::npos);
  EXPECT_EQ(error_of({"train"}), "no error");
}

TEST(Quick, FlagsBecomeKeysAndSetWins) {
  const auto overrides =
      overrides_of(parse({"train", "--set", "kernel.lr=2", "--data", "7", "--lr", "0.1"}));
  ASSERT_EQ(overrides.size(), 3u);
  EXPECT_EQ(overrides[0].key, "data.source");
  EXPECT_EQ(overrides[0].value, "\"7\"");  // a name, even if it looks like a number
  EXPECT_EQ(overrides[1].key, "kernel.lr");
  EXPECT_EQ(overrides[2].value, "2");
}

TEST(Quick, LayersBecomeTheHiddenOnes) {
  const auto overrides = overrides_of(parse({"train", "--layers", "4,8,6,3"}));
  ASSERT_EQ(overrides.size(), 1u);
  EXPECT_EQ(overrides[0].value, R"([{type = "dense", units = 8, activation = "tanh"}, )"
                                R"({type = "dense", units = 6, activation = "tanh"}])");
}

TEST(Quick, RefusesLayersThatAreNoSizes) {
  for (const char* sizes : {"", "784", "784,,10", "784,x,10", "784,0,10", "784,64,10,", "-1,2"})
    EXPECT_NE(error_of({"train", "--layers", sizes}).find("--layers"), std::string::npos) << sizes;
}

TEST(Quick, RefusesLayersThatDontFitTheData) {
  Dataset data;
  data.name = "iris";
  data.n_inputs = 4;
  data.n_classes = 3;
  data.n_targets = 1;
  EXPECT_NO_THROW(check_layers(parse({"train", "--layers", "4,8,3"}), data));
  EXPECT_THROW(check_layers(parse({"train", "--layers", "5,8,3"}), data), UsageError);
  EXPECT_THROW(check_layers(parse({"train", "--layers", "4,8,2"}), data), UsageError);
}

TEST(JsonText, EscapesWhatJsonMustEscape) {
  EXPECT_EQ(json_text("a\"b\\c\n\x01é"), "\"a\\\"b\\\\c\\u000a\\u0001é\"");
}

TEST(Commands, HelpOfEveryCommandNamesEveryFlag) {
  for (const auto& command : commands())
    for (const auto& flag : command.flags)
      EXPECT_NE(help_page(command).find("--" + flag.name), std::string::npos)
          << command.name << " --" << flag.name;
}

}  // namespace
}  // namespace temper
