#include "config/section.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "config/config.h"
#include "unit/config/error_of.h"

namespace temper {
namespace {

const NumberOption positive{.fallback = 0.05, .min = 0, .above_min = true};
const IntegerOption at_least_one{.fallback = 8, .min = 1};

/// [kernel] of a file that has this as its third line.
Section kernel(const std::string& line) {
  return Config::parse("# a comment\n[kernel]\n" + line + "\n", "file.toml").section("kernel");
}

/// What reading `lr` as a positive number says of this value.
std::string number_error(const std::string& value) {
  return error_of([&] { kernel("lr = " + value).number("lr", positive); });
}

std::string range_error(const NumberOption& option) {
  return error_of([&] { kernel("x = nan").number("x", option); });
}

TEST(Section, ReadsNumbers) {
  EXPECT_EQ(kernel("lr = 0.25").number("lr", positive), 0.25);
  EXPECT_EQ(kernel("lr = 3").number("lr", positive), 3.0);
  EXPECT_EQ(kernel("").number("lr", positive), 0.05);
}

TEST(Section, RefusesWhatIsNoNumberWithItsPlace) {
  const std::string start = "file.toml:3: kernel.lr: expected a number above 0, got ";
  EXPECT_EQ(number_error("\"fast\""), start + "\"fast\"");
  EXPECT_EQ(number_error("true"), start + "true");
  EXPECT_EQ(number_error("[1, 2.0, \"a\"]"), start + "the list [1, 2.0, \"a\"]");
  EXPECT_EQ(number_error("[{ a = 1 }]"), start + "a list of tables");
  EXPECT_EQ(number_error("{ a = 1 }"), start + "a table");
  EXPECT_EQ(number_error("1979-05-27"), start + "the date or time 1979-05-27");
  EXPECT_EQ(number_error("07:32:00"), start + "the date or time 07:32:00");
  EXPECT_EQ(number_error("1979-05-27T07:32:00Z"), start + "the date or time 1979-05-27T07:32:00Z");
  EXPECT_EQ(number_error("nan"), start + "nan");
  EXPECT_EQ(number_error("inf"), start + "inf (not finite)");
  EXPECT_EQ(number_error("0"), start + "0");
  EXPECT_EQ(number_error("-0.0"), start + "-0.0");
}

TEST(Section, ShortensAndEscapesWhatItFound) {
  const std::string start = "file.toml:3: kernel.lr: expected a number above 0, got ";
  EXPECT_EQ(number_error("\"a\\nb\""), start + "\"a\\u000Ab\"");
  EXPECT_EQ(number_error('"' + std::string(80, 'x') + '"'),
            start + '"' + std::string(59, 'x') + "…");
  const std::string umlauts = "ääääääääääääääääääääääääääääääää";  // two bytes each
  EXPECT_EQ(number_error('"' + umlauts + '"'), start + '"' + umlauts.substr(0, 58) + "…");
}

TEST(Section, SaysWhatRangeANumberMustBeIn) {
  const std::string start = "file.toml:3: kernel.x: expected a number";
  EXPECT_EQ(range_error({}), start + ", got nan");
  EXPECT_EQ(range_error({.min = 0}), start + " of at least 0, got nan");
  EXPECT_EQ(range_error({.max = 2.5}), start + " of at most 2.5, got nan");
  EXPECT_EQ(range_error({.max = 1, .below_max = true}), start + " below 1, got nan");
  EXPECT_EQ(range_error({.min = 0, .max = 1}), start + " from 0 to 1, got nan");
  EXPECT_EQ(range_error({.min = 0, .max = 1, .below_max = true}),
            start + " of at least 0 and below 1, got nan");
  EXPECT_EQ(range_error({.min = 0, .max = 1, .above_min = true}),
            start + " above 0 and of at most 1, got nan");
  EXPECT_EQ(range_error({.min = 0, .max = infinity, .above_min = true}),
            start + " above 0 or inf, got nan");
  EXPECT_EQ(range_error({.min = 0, .max = infinity, .below_max = true}),
            start + " of at least 0, got nan");
}

TEST(Section, TakesTheBoundsThatBelongToTheRange) {
  const NumberOption closed{.min = -1, .max = 2};
  EXPECT_EQ(kernel("x = -1").number("x", closed), -1);
  EXPECT_EQ(kernel("x = 2").number("x", closed), 2);
  EXPECT_NE(error_of([&] { kernel("x = -1.01").number("x", closed); }), "no error");
  EXPECT_NE(error_of([&] { kernel("x = 2.01").number("x", closed); }), "no error");
  const NumberOption open{.min = -1, .max = 2, .above_min = true, .below_max = true};
  EXPECT_NE(error_of([&] { kernel("x = -1").number("x", open); }), "no error");
  EXPECT_NE(error_of([&] { kernel("x = 2").number("x", open); }), "no error");
}

TEST(Section, TakesInfOnlyWhereTheBoundIsInf) {
  EXPECT_EQ(kernel("t_max = inf").number("t_max", {.max = infinity}), infinity);
  EXPECT_EQ(kernel("t = -inf").number("t", {.min = -infinity}), -infinity);
  EXPECT_EQ(error_of([] { kernel("t = -inf").number("t", {.max = infinity}); }),
            "file.toml:3: kernel.t: expected a number or inf, got -inf (not finite)");
  EXPECT_EQ(error_of([] { kernel("t = inf").number("t", {.max = infinity, .below_max = true}); }),
            "file.toml:3: kernel.t: expected a number, got inf (not finite)");
}

TEST(Section, ReadsWholeNumbers) {
  EXPECT_EQ(kernel("units = 16").integer("units", at_least_one), 16);
  EXPECT_EQ(kernel("units = 1e3").integer("units", at_least_one), 1000);
  EXPECT_EQ(kernel("").integer("units", at_least_one), 8);
  EXPECT_EQ(kernel("seed = 9223372036854775807").integer("seed", {}), INT64_MAX);
}

TEST(Section, RefusesWhatIsNoWholeNumber) {
  const auto error = [](const std::string& value) {
    return error_of([&] { kernel("units = " + value).integer("units", at_least_one); });
  };
  const std::string start =
      "file.toml:3: kernel.units: expected a whole number of at least 1, got ";
  EXPECT_EQ(error("1.5"), start + "1.5");
  EXPECT_EQ(error("0"), start + "0");
  EXPECT_EQ(error("1e300"), start + "1e+300");
  EXPECT_EQ(error("9007199254740994.0"), start + "9007199254740994.0");  // above 2^53
  EXPECT_EQ(error("inf"), start + "inf (not finite)");
  EXPECT_EQ(error("nan"), start + "nan");
  EXPECT_EQ(error("\"8\""), start + "\"8\"");
  EXPECT_EQ(error_of([] { kernel("n = 9").integer("n", {.min = 1, .max = 8}); }),
            "file.toml:3: kernel.n: expected a whole number from 1 to 8, got 9");
}

TEST(Section, ReadsFlagsAndTexts) {
  EXPECT_TRUE(kernel("on = true").flag("on", false, ""));
  EXPECT_TRUE(kernel("").flag("on", true, ""));
  EXPECT_EQ(kernel("s = \"a b\"").text("s", "", ""), "a b");
  EXPECT_EQ(kernel("").text("s", "fallback", ""), "fallback");
  EXPECT_EQ(error_of([] { kernel("on = 1").flag("on", false, ""); }),
            "file.toml:3: kernel.on: expected true or false, got 1");
  EXPECT_EQ(error_of([] { kernel("s = 3").text("s", "", ""); }),
            "file.toml:3: kernel.s: expected a string, got 3");
}

TEST(Section, SuggestsTheNearestWordOfAChoice) {
  const std::vector<std::string> words = {"tanh", "relu", "gelu"};
  const auto error = [&](const std::string& value) {
    return error_of([&] { kernel("f = " + value).choice("f", words, "tanh", ""); });
  };
  EXPECT_EQ(kernel("f = \"relu\"").choice("f", words, "tanh", ""), "relu");
  EXPECT_EQ(kernel("").choice("f", words, "tanh", ""), "tanh");
  const std::string start = "file.toml:3: kernel.f: expected \"tanh\", \"relu\" or \"gelu\", got ";
  EXPECT_EQ(error("\"thna\""), start + "\"thna\"");
  EXPECT_EQ(error("\"tahn\""), start + "\"tahn\" (did you mean \"tanh\"?)");
  EXPECT_EQ(error("1"), start + "1");
}

TEST(Section, ReadsANumberOrAWord) {
  const NumberOption positive_sd{.min = 0, .above_min = true};
  const auto read = [&](const std::string& line) {
    return kernel(line).number_or("sd", {"learned"}, 0.5, positive_sd);
  };
  EXPECT_EQ(read("sd = 2"), NumberOrWord(2.0));
  EXPECT_EQ(read("sd = \"learned\""), NumberOrWord("learned"));
  EXPECT_EQ(read(""), NumberOrWord(0.5));
  EXPECT_EQ(kernel("").number_or("sd", {"learned"}, "learned", {}), NumberOrWord("learned"));
  const std::string start =
      "file.toml:3: kernel.sd: expected a number above 0 or \"learned\", got ";
  EXPECT_EQ(error_of([&] { read("sd = -1"); }), start + "-1");
  EXPECT_EQ(error_of([&] { read("sd = \"leant\""); }), start + "\"leant\"");
  EXPECT_EQ(error_of([&] { read("sd = \"lerned\""); }),
            start + "\"lerned\" (did you mean \"learned\"?)");
}

TEST(Section, ReadsAWholeNumberOrAWord) {
  const auto read = [&](const std::string& line) {
    return kernel(line).integer_or("batch", {"full"}, std::int64_t{256}, {.min = 1});
  };
  EXPECT_EQ(read("batch = 32"), IntegerOrWord(std::int64_t{32}));
  EXPECT_EQ(read("batch = \"full\""), IntegerOrWord("full"));
  EXPECT_EQ(read(""), IntegerOrWord(std::int64_t{256}));
  EXPECT_EQ(
      error_of([&] { read("batch = 0.5"); }),
      "file.toml:3: kernel.batch: expected a whole number of at least 1 or \"full\", got 0.5");
}

TEST(Section, ReadsLists) {
  EXPECT_EQ(kernel("t = [1, 2.5]").numbers("t", {}), (std::vector<double>{1, 2.5}));
  EXPECT_EQ(kernel("t = []").numbers("t", {}), std::vector<double>{});
  EXPECT_EQ(kernel("").numbers("t", {}), std::nullopt);
  EXPECT_EQ(kernel("t = [\"a\"]").texts("t", ""), std::vector<std::string>{"a"});
  EXPECT_EQ(kernel("").texts("t", ""), std::nullopt);
}

TEST(Section, NamesTheIndexAndLineOfAWrongListItem) {
  EXPECT_EQ(error_of([] { kernel("t = [\n1,\n-2\n]").numbers("t", {.min = 0}); }),
            "file.toml:5: kernel.t[1]: expected a number of at least 0, got -2");
  EXPECT_EQ(error_of([] { kernel("t = [\"a\", 3]").texts("t", ""); }),
            "file.toml:3: kernel.t[1]: expected a string, got 3");
  EXPECT_EQ(error_of([] { kernel("t = 3").numbers("t", {.min = 0}); }),
            "file.toml:3: kernel.t: expected a list of numbers of at least 0, got 3");
  EXPECT_EQ(error_of([] { kernel("t = \"a\"").texts("t", ""); }),
            "file.toml:3: kernel.t: expected a list of strings, got \"a\"");
}

TEST(Section, RefusesAMissingKeyAtThePlaceOfItsTable) {
  EXPECT_EQ(error_of([] { kernel("").number("lr", {.min = 0}); }),
            "file.toml:2: kernel.lr: missing; expected a number of at least 0");
  const auto file = Config::parse("", "file.toml");
  EXPECT_EQ(error_of([&] { file.section("data").text("source", std::nullopt, ""); }),
            "file.toml: data.source: missing; expected a string");
  const auto nothing = Config::parse("", "");
  EXPECT_EQ(error_of([&] { nothing.section("data").text("source", std::nullopt, ""); }),
            "data.source: missing; expected a string");
}

TEST(Section, FindsTables) {
  const auto file = Config::parse("[a.b]\nx = 1\n[[a.c]]\nx = 2\n[[a.c]]\nx = 3\n", "file.toml");
  const auto a = file.section("a");
  EXPECT_EQ(a.child("b").integer("x", {}), 1);
  EXPECT_EQ(a.child("b").name(), "a.b");
  ASSERT_EQ(a.children("c").size(), 2u);
  EXPECT_EQ(a.children("c")[1].integer("x", {}), 3);
  EXPECT_EQ(a.children("c")[1].name(), "a.c[1]");
  EXPECT_EQ(a.child("absent").integer("x", at_least_one), 8);
  EXPECT_TRUE(a.children("none").empty());
  EXPECT_TRUE(a.has("b"));
  EXPECT_FALSE(a.has("absent"));
}

TEST(Section, RefusesWhatIsNoTable) {
  const auto a = Config::parse("[a]\nb = 1\n[[a.c]]\n[a.d]\n", "file.toml").section("a");
  EXPECT_EQ(error_of([&] { a.child("b"); }), "file.toml:2: a.b: expected a table [a.b], got 1");
  EXPECT_EQ(error_of([&] { a.child("c"); }),
            "file.toml:3: a.c: expected a table [a.c], got a list of tables");
  EXPECT_EQ(error_of([&] { a.children("b"); }), "file.toml:2: a.b: expected tables [[a.b]], got 1");
  EXPECT_EQ(error_of([&] { a.children("d"); }),
            "file.toml:4: a.d: expected tables [[a.d]], got a table");
  EXPECT_EQ(error_of([] { kernel("l = [{},\n3]").children("l"); }),
            "file.toml:4: kernel.l[1]: expected a table, got 3");
}

TEST(Section, TablesThatAreRequiredCannotBeAbsent) {
  const auto a = Config::parse("[a]\n[[a.c]]\nx = 2\n", "file.toml").section("a");
  EXPECT_EQ(a.required_children("c").size(), 1u);
  EXPECT_EQ(error_of([&] { a.required_children("b"); }),
            "file.toml:1: a.b: missing; expected tables [[a.b]]");
  EXPECT_EQ(Section::of("a").required_children("b").size(), 1u);  // of defaults
  EXPECT_EQ(error_of([] { kernel("b = []").required_children("b"); }),
            "file.toml:3: kernel.b: missing; expected tables [[kernel.b]]");
}

TEST(Section, RefusesAtThePlaceOfAKeyOrOfItsTable) {
  const auto file = Config::parse("[[model.layer]]\n\n[[model.layer]]\nunits = 3", "file.toml");
  const auto layer = file.section("model").children("layer")[1];
  EXPECT_EQ(error_of([&] { layer.refuse("units", "too many"); }),
            "file.toml:4: model.layer[1].units: too many");
  EXPECT_EQ(error_of([&] { layer.refuse("type", "can't be guessed"); }),
            "file.toml:3: model.layer[1].type: can't be guessed");
  EXPECT_EQ(error_of([&] { layer.refuse("", "doesn't fit"); }),
            "file.toml:3: model.layer[1]: doesn't fit");
}

TEST(Section, RefusesADefaultThatWouldNotReadBack) {
  EXPECT_THROW(kernel("").number("lr", {.fallback = 0, .min = 0, .above_min = true}),
               std::logic_error);
  EXPECT_THROW(kernel("").choice("f", {"a", "b"}, "c", ""), std::logic_error);
  EXPECT_THROW(kernel("").number_or("sd", {"learned"}, "leant", {}), std::logic_error);
}

TEST(Section, OfNothingReadsPlaceholders) {
  const auto section = Section::of("kernel", "lr = 0.1");
  EXPECT_EQ(section.name(), "kernel");
  EXPECT_EQ(section.number("lr", {.min = 0}), 0.1);
  EXPECT_EQ(section.number("one", {.min = 0}), 1);
  EXPECT_EQ(section.number("least", {.min = 2}), 2);
  EXPECT_EQ(section.number("between", {.min = 2, .max = 4, .above_min = true}), 3);
  EXPECT_EQ(section.integer("n", {.min = 0}), 1);
  EXPECT_EQ(section.integer("many", {.min = 7}), 7);
  EXPECT_EQ(section.text("name", std::nullopt, ""), "…");
  EXPECT_EQ(section.choice("f", {"b", "a"}, std::nullopt, ""), "b");
  EXPECT_EQ(section.child("below").integer("n", {}), 1);
  EXPECT_EQ(error_of([] { Section::of("kernel", "\nlr = -1").number("lr", positive); }),
            "[kernel]:2: kernel.lr: expected a number above 0, got -1");
}

TEST(Section, RemembersWhatWasReadInOrder) {
  const auto section = kernel("lr = 1\nt = [1]");
  section.number("lr", {.fallback = 0.05, .min = 0, .above_min = true, .help = "learning rate"});
  section.flag("adapt", true, "in warm-up");
  section.numbers("t", {});
  section.texts("names", "of columns");
  section.flag("adapt", true, "in warm-up");
  const auto reads = section.reads();
  ASSERT_EQ(reads.size(), 4u);
  EXPECT_EQ(reads[0].key, "lr");
  EXPECT_EQ(reads[0].value, "1.0");
  EXPECT_EQ(reads[0].fallback, "0.05");
  EXPECT_EQ(reads[0].range, "a number above 0");
  EXPECT_EQ(reads[0].help, "learning rate");
  EXPECT_TRUE(reads[0].given);
  EXPECT_EQ(reads[1].value, "true");
  EXPECT_FALSE(reads[1].given);
  EXPECT_EQ(reads[2].value, "[1.0]");
  EXPECT_EQ(reads[2].range, "a list of numbers");
  EXPECT_EQ(reads[3].value, "");
}

TEST(Section, RemembersTheLaterOfTwoReads) {
  const auto section = kernel("lr = 1");
  section.number("lr", {.min = 0});
  section.integer("lr", {.min = 1});
  ASSERT_EQ(section.reads().size(), 1u);
  EXPECT_EQ(section.reads()[0].value, "1");
}

TEST(Section, RemembersARequiredKeyAsRequired) {
  const auto section = Section::of("data");
  section.text("source", std::nullopt, "");
  EXPECT_EQ(section.reads().at(0).fallback, "required");
  EXPECT_FALSE(section.reads().at(0).given);
}

}  // namespace
}  // namespace temper
