#include "files/csv_reader.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace temper {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records read(std::string_view text) {
  CsvReader reader(text, "t.csv");
  Records records;
  std::vector<std::string> fields;
  while (reader.next(fields)) records.push_back(fields);
  return records;
}

std::string refusal(std::string_view text) {
  try {
    read(text);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(CsvReader, ReadsPlainAndQuotedFields) {
  EXPECT_EQ(read("a,b\n1,\"x, y\"\n"), (Records{{"a", "b"}, {"1", "x, y"}}));
  EXPECT_EQ(read("\"say \"\"no\"\"\",\"\"\n"), (Records{{"say \"no\"", ""}}));
  EXPECT_EQ(read("\"two\nlines\",b\nc,d"), (Records{{"two\nlines", "b"}, {"c", "d"}}));
  EXPECT_EQ(read(" a , b \n"), (Records{{"a", "b"}}));
  EXPECT_EQ(read("5\" pipe,b"), (Records{{"5\" pipe", "b"}}));
}

TEST(CsvReader, TakesAnyLineEndAndAByteOrderMark) {
  const Records records = {{"a", "b"}, {"1", ""}};
  EXPECT_EQ(read("a,b\r\n1,\r\n"), records);
  EXPECT_EQ(read("\xEF\xBB\xBF"
                 "a,b\n1,"),
            records);
  EXPECT_EQ(read("a,\"b\"\r\n\"1\",\"\"\r\n\r\n"), records);
}

TEST(CsvReader, PassesOverBlankLinesButCountsThem) {
  CsvReader reader("\n\na\n \nb\n\n", "t.csv");
  std::vector<std::string> fields;
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 3u);
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 5u);
  EXPECT_FALSE(reader.next(fields));
}

TEST(CsvReader, KeepsBlankLinesToTheLastValue) {
  CsvReader reader("\nx\n1\n\r\n \n2\n\n", "t.csv");
  std::vector<std::string> fields;
  ASSERT_TRUE(reader.next(fields));
  reader.keep_blank_lines();
  std::vector<std::string> values;
  while (reader.next(fields)) {
    ASSERT_EQ(fields.size(), 1u);
    values.push_back(fields[0]);
    EXPECT_EQ(reader.line(), 2 + values.size());
  }
  EXPECT_EQ(values, (std::vector<std::string>{"1", "", "", "2"}));
}

TEST(CsvReader, CountsTheLinesOfAQuotedField) {
  CsvReader reader("\"1\n2\n3\",x\nb,y\n", "t.csv");
  std::vector<std::string> fields;
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 1u);
  ASSERT_TRUE(reader.next(fields));
  EXPECT_EQ(reader.line(), 4u);
}

TEST(CsvReader, SaysWhereAQuoteIsWrong) {
  EXPECT_EQ(refusal("a\n\"b\n\nc"), "t.csv:2: a quote is never closed");
  EXPECT_NE(refusal("a\n\"b\"c\n").find("t.csv:2: text follows a closing quote"),
            std::string::npos);
  EXPECT_NE(refusal(std::string_view("\xFF\xFE"
                                     "a\0",
                                     4))
                .find("UTF-8"),
            std::string::npos);
}

}  // namespace
}  // namespace temper
