// What tables of other people have in them: each kind is read right, or refused with its line.

#include "data/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "data/csv.h"
#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

using Doubles = std::vector<double>;

/// A table with the values as column "a", and 0, 1, … as column "y", which tells no decimal mark.
std::string column_of(const std::vector<std::string>& values) {
  std::string text = "a,y\n";
  for (std::size_t i = 0; i < values.size(); ++i)
    text += "\"" + values[i] + "\"," + std::to_string(i) + "\n";
  return text;
}

DataTable table_of(const std::string& text, const TableFormat& format = {}) {
  const TemporaryFolder folder;
  return read_table(folder.write("t.csv", text), format, [](const auto& names) {
    std::vector<Wanted> wanted;
    for (const auto& name : names) wanted.push_back(name.empty() ? Wanted::no : Wanted::yes);
    return wanted;
  });
}

std::string refusal_of(const std::string& text, const TableFormat& format = {}) {
  try {
    table_of(text, format);
  } catch (const DataError& error) {
    const std::string message = error.what();
    return message.substr(message.find("t.csv"));
  }
  return "no error";
}

Doubles first_numbers(const std::string& text, const TableFormat& format = {}) {
  const auto table = table_of(text, format);
  EXPECT_FALSE(table.columns[0].is_text) << text;
  return table.columns[0].numbers;
}

struct Written {
  std::vector<std::string> values;
  Doubles numbers;
  std::string unit;
};

const std::vector<Written> written_numbers = {
    {{"1,865.00", "1,000", "2"}, {1865, 1000, 2}, ""},
    {{"1,234,567", "12,34,567", "5"}, {1234567, 1234567, 5}, ""},
    {{"1.234,5", "7", "0,25"}, {1234.5, 7, 0.25}, ""},
    {{"1 100", "1\u00A0101", "1\u202F102,5"}, {1100, 1101, 1102.5}, ""},
    {{"1'234.50", "1\u2019000", "3"}, {1234.5, 1000, 3}, ""},
    {{"5%", "12.5 %", "0"}, {5, 12.5, 0}, "%"},
    {{"$10", "-$1,200.50", "($3)"}, {10, -1200.5, -3}, "$"},
    {{"10 €", "1.200,50 €", "7"}, {10, 1200.5, 7}, "€"},
    {{"EUR 5", "EUR 6", "EUR 7.5"}, {5, 6, 7.5}, "EUR"},
    {{"5 kg", "6.5kg", "7 kg"}, {5, 6.5, 7}, "kg"},
    {{"3 m2", "4 m2", "5 m2"}, {3, 4, 5}, "m2"},
    {{"\u22123", "-4", "5"}, {-3, -4, 5}, ""},
    {{"3-", "(4)", "+5"}, {-3, -4, 5}, ""},
    {{"1e-400", "0.5", "1.5D+02"}, {0, 0.5, 150}, ""},
    {{"0x10", "0xFF", "1"}, {16, 255, 1}, ""},
    {{"1.", ".5", "-.25"}, {1, 0.5, -0.25}, ""},
    {{" $-   ", "$ 1,200.00", "($3.00)"}, {0, 1200, -3}, "$"},
    {{"\uFF11\uFF12\uFF0E\uFF15", "\u0663\u0664", "\u06F5"}, {12.5, 34, 5}, ""},
    {{"\u0E51\u0E52", "\u09E7\u09E8", "\u0661\u066C\u0662\u0663\u0664\u066B\u0665"},
     {12, 12, 1234.5},
     ""},
    {{"2.5°C", "-3 °C", "4°C"}, {2.5, -3, 4}, "°C"},
    {{"5 µg/m³", "6.5µg/m³", "7 µg/m³"}, {5, 6.5, 7}, "µg/m³"},
    {{"$(1,200.50)", "$ 3", "$(4)"}, {-1200.5, 3, -4}, "$"},
    {{"\uFFE51,200", "¥3", "\u200E¥4"}, {1200, 3, 4}, "¥"},
};

TEST(Table, ReadsNumbersAsPeopleWriteThem) {
  for (const auto& [values, numbers, unit] : written_numbers) {
    const auto table = table_of(column_of(values));
    EXPECT_EQ(table.columns[0].numbers, numbers) << values[0];
    EXPECT_EQ(table.columns[0].unit, unit) << values[0];
  }
}

TEST(Table, KnowsWordsForMissingInTheFirstRowToo) {
  for (const std::string word :
       {"n/a",    "<NA>",     "NAN",           "na",      ".",       "#DIV/0!",
        "#N/A",   "#WERT!",   "#NV",           "-",       "NULL",    "\\N",
        "",       "NaT",      "none",          "missing", "-1.#IND", "k.A.",
        ".a",     "NA_real_", "None",          "?",       "#DIV/0",  "Err:502",
        "np.nan", "saknas",   "non renseigné", "欠損",    "\u3000",  "(Leer)",
        "''"}) {
    const auto table = table_of(column_of({word, "20.5", "21", "22"}));
    ASSERT_FALSE(table.columns[0].is_text) << word;
    EXPECT_EQ(table.columns[0].n_missing, 1u) << word;
    EXPECT_TRUE(std::isnan(table.columns[0].numbers[0])) << word;
    EXPECT_EQ(table.columns[0].numbers[3], 22) << word;
  }
  const auto mine = table_of(column_of({"-999", "1", "-999.0"}), {.missing = {"-999"}});
  EXPECT_EQ(mine.columns[0].n_missing, 2u);
}

TEST(Table, KeepsWordsOfTextThatAreMissingOnlyAmongNumbers) {
  const auto table = table_of(column_of({"none", "wood", "-", "NA"}));
  EXPECT_EQ(table.columns[0].text.class_names, (std::vector<std::string>{"-", "none", "wood"}));
  EXPECT_EQ(table.columns[0].text.of[3], -1);
}

TEST(Table, TellsTheDecimalMarkByAllColumns) {
  // 1,234 alone may be either; b tells.
  EXPECT_EQ(first_numbers("a;b\n1,234;0,5\n2,500;1,25\n"), (Doubles{1.234, 2.5}));
  EXPECT_EQ(first_numbers("a;b\n1.234;0,5\n2.500;1,25\n"), (Doubles{1234, 2500}));
  EXPECT_EQ(first_numbers("a,b\n\"1,234\",0.5\n\"2,500\",1.25\n"), (Doubles{1234, 2500}));
  EXPECT_EQ(first_numbers("a\tb\n1,5\t0,5\n2\t3\n"), (Doubles{1.5, 2}));
  EXPECT_NE(refusal_of("a;b\n1.234;2\n2.500;3\n").find("say which: data.decimal"),
            std::string::npos);
  EXPECT_EQ(first_numbers("a;b\n1.234;2\n2.500;3\n", {.decimal = "."}), (Doubles{1.234, 2.5}));
  // What training had decides only where the separator doesn't tell.
  EXPECT_EQ(first_numbers("a;b\n1,234;2\n2,500;3\n", {.usual_decimal = "."}),
            (Doubles{1.234, 2.5}));
  EXPECT_EQ(first_numbers("a,b\n1.234,2\n2.500,3\n", {.usual_decimal = ","}),
            (Doubles{1.234, 2.5}));
  EXPECT_EQ(first_numbers("a;b\n1.234;2\n2.500;3\n", {.usual_decimal = ","}),
            (Doubles{1234, 2500}));
  EXPECT_EQ(first_numbers("a\tb\n1,234\t2\n2,500\t3\n", {.usual_decimal = ","}),
            (Doubles{1.234, 2.5}));
}

std::vector<std::string> numbered(const std::string& before, const std::string& after) {
  std::vector<std::string> values;
  for (int i = 1; i <= 30; ++i) values.push_back(before + std::to_string(i) + after);
  return values;
}

TEST(Table, RefusesNumbersWithOtherThingsAroundThemInsteadOfMakingClasses) {
  EXPECT_NE(
      refusal_of(column_of(numbered("id", ""))).find("t.csv:2: column 'a': 'id1' is a number"),
      std::string::npos);
  auto units = numbered("", " kg");
  units[7] = "8 g";
  EXPECT_NE(refusal_of(column_of(units)).find("isn't the same everywhere"), std::string::npos);
  auto percents = numbered("", "%");
  percents[7] = "0.08";
  EXPECT_NE(refusal_of(column_of(percents)).find("give all of them in one unit"),
            std::string::npos);
  auto numbers = numbered("", "");
  numbers[7] = "broken";
  EXPECT_NE(refusal_of(column_of(numbers)).find("t.csv:9: column 'a': 'broken' is not a number"),
            std::string::npos);
  numbers[7] = "-Infinity";
  EXPECT_NE(refusal_of(column_of(numbers)).find("t.csv:9: column 'a': '-Infinity' is infinite"),
            std::string::npos);
  EXPECT_TRUE(table_of(column_of(numbered("id", "")), {.categories = {"a"}}).columns[0].is_text);
  EXPECT_TRUE(table_of(column_of({"Q1", "Q2", "Q1"})).columns[0].is_text);
}

TEST(Table, RefusesManyTextsThatBeginLikeNumbers) {
  for (const std::string after : {"/2", " ± 0.5", "-20", "h 20m", "°30'N"}) {
    EXPECT_NE(refusal_of(column_of(numbered("", after))).find("begins like one"), std::string::npos)
        << after;
    EXPECT_TRUE(table_of(column_of(numbered("", after)), {.categories = {"a"}}).columns[0].is_text);
  }
  EXPECT_NE(refusal_of(column_of(numbered("[", ", 2]"))).find("begins like one"),
            std::string::npos);
  auto shares = numbered("", "");
  for (auto& share : shares) share += " (" + share + "%)";
  EXPECT_NE(refusal_of(column_of(shares)).find("begins like one"), std::string::npos);
  EXPECT_TRUE(table_of(column_of({"0-4", "5-9", "10+"})).columns[0].is_text);
}

TEST(Table, RefusesManyTextsThatDifferInDigitsOnly) {
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {"np.float64(0.", ")"}, {"P", "DT12H"}, {"Q1 20", ""}, {"Decimal('", "')"}}) {
    auto values = numbered(before, after);
    values.insert(values.end(), values.begin(), values.end());
    const auto refusal = refusal_of(column_of(values));
    EXPECT_NE(refusal.find("t.csv:2: column 'a'"), std::string::npos) << before << refusal;
    EXPECT_NE(refusal.find("data.categories"), std::string::npos) << before;
  }
  auto names = numbered("np.int64(", ")");
  names[3] = "other";
  EXPECT_TRUE(table_of(column_of(names)).columns[0].is_text);
}

TEST(Table, SaysWhatNumbersMayRatherBe) {
  EXPECT_EQ(table_of(column_of({"01234", "10001", "94103"})).columns[0].doubt,
            "has leading zeros ('01234'): names? data.categories");
  EXPECT_EQ(table_of(column_of(numbered("", ""))).columns[0].doubt, "counts the rows: an index?");
  std::vector<std::string> days;
  for (int day = 31; day > 10; --day) days.push_back("202401" + std::to_string(day));
  EXPECT_EQ(table_of(column_of(days)).columns[0].doubt,
            "reads as dates: days since the first would be numbers");
  days.push_back("20241301");
  EXPECT_EQ(table_of(column_of(days)).columns[0].doubt, "");
  EXPECT_EQ(table_of(column_of({"0", "0.5", "10"})).columns[0].doubt, "");
}

TEST(Table, TakesACommentAboveNumbersForTheHeader) {
  for (const std::string text : {"# made by me\n# a,b\n1,2\n3,4\n", "# a b\n1 2\n3 4\n"}) {
    const auto table = table_of(text);
    ASSERT_EQ(table.columns.size(), 2u) << text;
    EXPECT_EQ(table.columns[0].name, "a");
    EXPECT_EQ(table.columns[1].numbers, (Doubles{2, 4}));
  }
  EXPECT_NE(refusal_of("# made by me\n5,6\n3,4\n").find("data.header = false"), std::string::npos);
}

TEST(Table, TakesACommaInsideNumbersForNoNamesOfRows) {
  EXPECT_NE(refusal_of("a,b\n1,234.5,2\n1,100.5,3\n")
                .find("t.csv:3: has 3 fields where the header has 2"),
            std::string::npos);
}

TEST(Table, RefusesDates) {
  for (const std::string date :
       {"2024-01-05", "5.1.2024", "1/5/24", "2024-01-05T12:30:00Z", "5 January 2024", "12:30",
        "Fri Jan 05 12:30:00 UTC 2024", "Monday, January 15, 2024", "15 maj 2024", "2024年1月5日",
        "令和6年12月3日"})
    EXPECT_NE(refusal_of(column_of({date, date, date})).find("is a date or a time"),
              std::string::npos)
        << date;
}

TEST(Table, KeepsWholeNumbersBeyondDoubleApart) {
  const auto table = table_of(column_of({"9007199254740992", "9007199254740993", "5"}));
  EXPECT_EQ(table.columns[0].text.class_names.size(), 3u);
}

TEST(Table, SniffsTheSeparator) {
  for (const std::string mark : {",", ";", "\t", "|", " "}) {
    const auto table = table_of("a" + mark + "b\n1" + mark + "2\n3" + mark + "4\n");
    EXPECT_EQ(table.columns.size(), 2u) << mark;
    EXPECT_EQ(table.columns[1].numbers, (Doubles{2, 4})) << mark;
  }
  EXPECT_EQ(table_of("sep=;\na;b\n1;2\n").columns[1].numbers, Doubles{2});
  EXPECT_EQ(table_of("name,b\nx;y,2\nu;v,3\n").columns[1].numbers, (Doubles{2, 3}));
  const auto of_r = table_of("\"a\" \"b\"\n\"1\" 5 \"x y\"\n\"2\" 6 \"z\"\n");
  EXPECT_EQ(of_r.columns[0].numbers, (Doubles{5, 6}));
  EXPECT_EQ(of_r.columns[1].text.class_names, (std::vector<std::string>{"x y", "z"}));
}

TEST(Table, LeavesOutCommentsIndexAndCommasAtTheEnd) {
  const auto plain = table_of("# from the lab, 2024\na,b\n1,2\n# pause\n3,4\n");
  EXPECT_EQ(plain.columns[0].numbers, (Doubles{1, 3}));
  EXPECT_EQ(plain.lines, (std::vector<std::uint32_t>{3, 5}));
  for (const std::string text : {"a,b,\n1,2,\n3,4,\n", "a,b\n1,2,\n3,4,\n", ",a,b\n0,1,2\n1,3,4\n",
                                 "\"a\",\"b\"\n\"r1\",1,2\n\"r2\",3,4\n", "#a,b\n1,2\n3,4\n"}) {
    const auto table = table_of(text);
    ASSERT_EQ(table.columns.size(), 2u) << text;
    EXPECT_EQ(table.columns[0].name, "a");
    EXPECT_EQ(table.columns[1].numbers, (Doubles{2, 4})) << text;
  }
  for (const std::string text : {"a,b\n1,2,,\n3,4,,\n", "a,b\n1,2\n3,4,\n",
                                 "a;b\n1;2\n3;4\n;\n ; \n\n;\n", "a,b\n1,2\n3,4\n\x1A"}) {
    const auto table = table_of(text);
    ASSERT_EQ(table.columns.size(), 2u) << text;
    EXPECT_EQ(table.columns[1].numbers, (Doubles{2, 4})) << text;
  }
  EXPECT_NE(refusal_of("a,b\n1,2,5\n3,4\n").find("t.csv:3: has 2 fields"), std::string::npos);
  EXPECT_EQ(table_of(",0,1\n0,5,6\n1,7,8\n").columns[0].name, "0");
  EXPECT_EQ(table_of("1,2\n3,4\n", {.has_header = false}).columns[1].name, "c2");
}

TEST(Table, RefusesWhatIsNoUtf8WithItsLine) {
  EXPECT_NE(refusal_of("a,b\n1,2\nGr\xF6\xDF"
                       "e,3\n")
                .find("t.csv:3: is not UTF-8"),
            std::string::npos);
  EXPECT_EQ(table_of("Größe,b\n1,2\n").columns[0].name, "Größe");
}

TEST(Table, RefusesWhatIsNoTable) {
  EXPECT_NE(refusal_of("a,b\n1,2\n\x1B[31m,3\n").find("t.csv:3: holds a control character (0x1b)"),
            std::string::npos);
  EXPECT_NE(refusal_of("{\"a\": 1, \"b\": 2}\n{\"a\": 3, \"b\": 4}\n").find("is JSON"),
            std::string::npos);
  EXPECT_NE(refusal_of("<!DOCTYPE html>\n<html><body>404, not found</body></html>\n").find("HTML"),
            std::string::npos);
  EXPECT_EQ(table_of("<x>,b\n1,2\n").columns[0].name, "<x>") << "unless a name begins so";
  EXPECT_NE(refusal_of("[[1, 2],\n [3, 4]]").find("is JSON"), std::string::npos);
}

TEST(Table, PassesOverBlanksAroundFieldsQuotedOrNot) {
  const auto table = table_of("a, \"b\" ,c\n1, \"x, y\" ,2\n3,\" x, y\u00A0\",4\n5,\"  \",6\n");
  EXPECT_EQ(table.columns[1].name, "b");
  EXPECT_EQ(table.columns[1].text.class_names, std::vector<std::string>{"x, y"});
  EXPECT_EQ(table.columns[1].n_missing, 1u);
}

TEST(Table, ReadsLinesThatEndInCrOnly) {
  EXPECT_EQ(first_numbers("a,b\r1,2\r3,4\r"), (Doubles{1, 3}));
  EXPECT_NE(refusal_of("a,b\r1,2\r3\r").find("t.csv:3: has 1 fields"), std::string::npos);
}

Dataset data_of(const std::string& text, const std::string& more) {
  const TemporaryFolder folder;
  return load_file(folder.write("mine.csv", text), more);
}

TEST(Csv, ColumnsHaveTheirRoles) {
  const std::string text = "id,w,a,b,y,z\nr1,1,1,2,3.5,0\nr2,2,4,5,6.5,1\nr3,3,7,8,9.5,1\n";
  const auto data = data_of(text, "target = ['y', 'z']\nindex = 'id'\nweights = 'w'\ndrop = 'b'");
  EXPECT_EQ(data.input_names, std::vector<std::string>{"a"});
  EXPECT_EQ(data.target_names, (std::vector<std::string>{"y", "z"}));
  EXPECT_TRUE(data.is_weighted);
  float sum = 0;
  for (const float weight : data.train.weights) sum += weight;
  EXPECT_FLOAT_EQ(sum, static_cast<float>(data.train.n));
  EXPECT_EQ(data_of(text, "columns = 'a,b'\ntarget = 'y'").input_names,
            (std::vector<std::string>{"a", "b"}));
}

TEST(Csv, FillsMissingInputsByTheMedianAndSaysWhere) {
  const std::string text = "a,c,y\n1,red,1.5\n,blue,2.5\n3,,3.5\n8,red,4.5\n";
  const auto data = data_of(text, "impute = 'median'\nsplit = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(data.input_names,
            (std::vector<std::string>{"a", "a missing", "c=blue", "c=red", "c missing"}));
  const auto row = data.train.inputs.subspan(5, 5);
  EXPECT_EQ(std::vector<float>(row.begin(), row.end()), (std::vector<float>{3, 1, 1, 0, 0}));
  EXPECT_EQ(data.schema.inputs[0].fill, 3);
  const auto even = data_of("a,y\n1,1.5\n,2.5\n3,3.5\n8,4.5\n9,5.5\n",
                            "impute = 'median'\nsplit = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(even.schema.inputs[0].fill, 5.5);
}

TEST(Csv, RowsWithoutATargetAreLeftOutIfAskedTo) {
  const std::string text = "a,c,y\n1,red,1.5\nodd,green,NA\n3,blue,3.5\n4,red,\n5,blue,5 \n";
  const std::string drop = "missing_target = 'drop'\nsplit = [1, 0, 0]";
  const auto data = data_of(text, drop);
  EXPECT_EQ(data.train.n, 3U);
  EXPECT_EQ(data.input_names, (std::vector<std::string>{"a", "c=blue", "c=red"}));
  EXPECT_EQ(data.notes.at(0), "left out: 2 rows without a target");
  EXPECT_EQ(data_of("a,y\n1,p\n2,\n3,q\n4,p\n", drop).notes.at(0),
            "left out: 1 row without a target");
}

TEST(Csv, SaysHowRowsWithoutATargetAreLeftOut) {
  const auto refusal = [](const std::string& text, const std::string& more) {
    try {
      data_of(text, more);
    } catch (const DataError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(
      refusal("a,y\n1,2\n2,NA\n3,NA\n", "")
          .find("mine.csv:3: column 'y': a value is missing ('NA'); a target can't be made up; "
                "data.missing_target = \"drop\" leaves such rows out, 2 of 3"),
      std::string::npos);
  const std::string drop = "missing_target = 'drop'";
  EXPECT_NE(refusal("a,y\n1,2\n2,-\n3,4\n", drop).find("call it missing: data.missing"),
            std::string::npos);
  EXPECT_NE(refusal("a,y\n1,NA\n2,\n", drop).find("no row has a value of the target"),
            std::string::npos);
}

TEST(Csv, FillsMissingInputsByTheMedianOfTheTrainingPart) {
  std::string text = "a,y\n";
  for (int i = 0; i < 40; ++i)
    text += (i % 10 == 0 ? "" : std::to_string(i * i)) + "," + std::to_string(i) + ".5\n";
  const auto data = data_of(text, "impute = 'median'\nsplit = [0.5, 0, 0.5]\nstandardise = false");
  std::vector<double> known;
  for (std::size_t row = 0; row < data.train.n; ++row)
    if (data.train.inputs[2 * row + 1] == 0) known.push_back(data.train.inputs[2 * row]);
  std::sort(known.begin(), known.end());
  const auto n = known.size();
  EXPECT_EQ(data.schema.inputs[0].fill, (known[(n - 1) / 2] + known[n / 2]) / 2);
}

TEST(Csv, ClassesCountTheSameIfBalanced) {
  const auto data =
      data_of("a,y\n1,p\n2,p\n3,p\n4,q\n", "class_weights = 'balanced'\nsplit = [1, 0, 0]");
  const auto& weights = data.train.weights;
  EXPECT_NEAR(weights[0], 2.0 / 3, 1e-6);
  EXPECT_NEAR(weights[3], 2, 1e-6);
}

}  // namespace
}  // namespace temper
