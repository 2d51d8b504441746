#include "base/text_table.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(TextWidth, CountsCharactersAndNoColours) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("β – ±"), 5U);
  EXPECT_EQ(display_width("\x1b[31mred\x1b[0m"), 3U);
}

TEST(TextWidth, ClipsBetweenCharacters) {
  EXPECT_EQ(clipped("abcdef", 6), "abcdef");
  EXPECT_EQ(clipped("abcdef", 4), "abc…");
  EXPECT_EQ(clipped("ββββ", 3), "ββ…");
  EXPECT_EQ(clipped("abc", 1), "…");
  EXPECT_EQ(clipped("abc", 0), "");
  EXPECT_EQ(clipped("\x1b[31mabcdef\x1b[0m", 4), "\x1b[31mabc…\x1b[0m");
}

TEST(TextWidth, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 7), "one two\nthree");
  EXPECT_EQ(wrapped("one two three", 7, 2), "one two\n  three");
  EXPECT_EQ(wrapped("a\n\nb c", 1), "a\n\nb\nc");
  EXPECT_EQ(wrapped("  kept in", 80), "  kept in");
  EXPECT_EQ(wrapped("longerthanaline x", 6), "longerthanaline\nx");
  EXPECT_EQ(wrapped("ends\n", 80), "ends\n");
}

TEST(TextTable, IsAsWideAsItsCells) {
  TextTable table({{"method", true}, {"median"}, {"±"}});
  table.add({"sgd", "1.5", "0.25"});
  table.add({"restarts", "12345", "–"});
  EXPECT_EQ(table.text(),
            "method    median     ±\n"
            "sgd          1.5  0.25\n"
            "restarts   12345     –\n");
}

TEST(TextTable, StandsCloserWhereItWouldBeTooWide) {
  TextTable table({{"aaaa"}, {"bbbb"}});
  EXPECT_EQ(table.text(10), "aaaa  bbbb\n");
  EXPECT_EQ(table.text(9), "aaaa bbbb\n");
}

}  // namespace
}  // namespace temper
