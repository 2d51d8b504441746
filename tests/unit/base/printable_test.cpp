#include "base/printable.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Printable, LeavesTextAsItIs) {
  for (const char* text : {"", "größe, 温度\tand\nlines", "\xf0\x9f\x8c\xa1", "~"})
    EXPECT_EQ(printable(text), text);
}

TEST(Printable, DisarmsWhatSteersATerminal) {
  EXPECT_EQ(printable("a\x1b]0;title\x07"), "a\\x1b]0;title\\x07");
  EXPECT_EQ(printable("over\rwritten\x7f"), "over\\x0dwritten\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"
                      "31m"),
            "\\xc2\\x9b31m");  // CSI in eight bits
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, WritesOutWhatIsNotUtf8) {
  EXPECT_EQ(printable("gr\xfcn"), "gr\\xfcn");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(printable("\xe6\xb8"), "\\xe6\\xb8");           // cut short
}

TEST(ShellWord, QuotesWhatIsNotPlain) {
  EXPECT_EQ(shell_word("runs/first-1"), "runs/first-1");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("x;rm -rf ~"), "'x;rm -rf ~'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("-rf"), "./-rf");
}

}  // namespace
}  // namespace temper
