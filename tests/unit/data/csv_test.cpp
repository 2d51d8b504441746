#include "data/csv.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

std::vector<double> row_of(const RawData& raw, std::size_t i) {
  std::vector<double> row(raw.inputs.n_columns());
  raw.inputs.row(i, row);
  return row;
}

TEST(Csv, TheLastColumnIsTheTargetUnlessNamed) {
  const TemporaryFolder folder;
  const auto path = folder.write("mine.csv", "a,b,c\n1,2,3\n4,5.5,-6e1\n");
  const RawData last = read_csv(path), named = read_csv(path, {.targets = {"a"}});
  EXPECT_EQ(last.target_names[0], "c");
  EXPECT_EQ(row_of(last, 1), (std::vector<double>{4, 5.5}));
  EXPECT_EQ(named.target_names[0], "a");
  EXPECT_EQ(named.input_names, (std::vector<std::string>{"b", "c"}));
  EXPECT_EQ(row_of(named, 1), (std::vector<double>{5.5, -60}));
}

TEST(Csv, ATextInputBecomesOneInputForEachValue) {
  const TemporaryFolder folder;
  const auto path = folder.write("mine.csv", "colour,size,y\nred,1,a\nblue,2,b\nred,3,a\n");
  const RawData raw = read_csv(path);
  EXPECT_EQ(raw.input_names, (std::vector<std::string>{"colour=blue", "colour=red", "size"}));
  EXPECT_EQ(row_of(raw, 0), (std::vector<double>{0, 1, 1}));
  EXPECT_EQ(row_of(raw, 1), (std::vector<double>{1, 0, 2}));
  EXPECT_EQ(raw.labels.of, (std::vector<std::int32_t>{0, 1, 0}));
}

struct Broken {
  const char* text;
  const char* message;  ///< after the path
};

/// What a user's file may have, and the message that it must get.
const std::vector<Broken> broken_files = {
    {"", ": is empty"},
    {"\n \n", ":2: is blank; the first line must name the columns"},
    {"a,b\n", ":2: there is a header but no row of data"},
    {"5.1,3.5,setosa\n4.9,3.0,setosa\n",
     ":1: the first line must name the columns, but '5.1' is a number; is the header missing? "
     "Then say data.header = false; else give it a letter"},
    {"a,b,a\n1,2,3\n", ":1: two columns have the name 'a'; rename one of them"},
    {"a,,b\n0,1,2\n", ":1: column 2 has no name but values; name it"},
    {"a\n1\n",
     ":1: there is a single column, 'a'; inputs and a target are needed (or another separator: "
     "data.separator)"},
    {"a,b\n1,2\n3\n", ":3: has 1 fields where the header has 2"},
    {"a,b\n1,2\n3,4,5\n", ":3: has 3 fields where the header has 2"},
    {"a,b\n1,2\n,4\n",
     ":3: column 'a': a value is missing (''); fill it in, leave the row out, or say data.impute = "
     "\"median\""},
    {"a,b\n1,2\n3,NA\n",
     ":3: column 'b': a value is missing ('NA'); a target can't be made up; "
     "data.missing_target = \"drop\" leaves such rows out, 1 of 2"},
    {"a,b\n1,nan\n", ":2: column 'b': has no value in any row; leave it out: data.drop"},
    {"a,b\n?,1\n2,2\n",
     ":2: column 'a': a value is missing ('?'); fill it in, leave the row out, or say data.impute = "
     "\"median\""},
    {"a,b\n1,2\n1x,4\n",
     ":3: column 'a': '1x' is not a number as others of the column, which have nothing around them; "
     "give all of them in one unit"},
    {"a,b\n1,2\n3,inf\n",
     ":3: column 'b': 'inf' is infinite; leave the row out, or call it missing: data.missing"},
    {"a,b\n\n1,2\n\"3\n4\",5\n6,\"x\"\n",
     ":4: column 'a': '3\n4' is not a number, as others of the column are; mend it, call it missing "
     "(data.missing), or, if they are names, say so: data.categories"},
    {"a,b\n\"1,2\n", ":2: a quote is never closed"},
    {"a,b\n1,yes\n2,yes\n",
     ": target 'b' has a single class, 'yes'; classification needs two or more"},
    {"a,b\n1,2\n", ": too few examples; training needs at least two"},
    {"a,b\n1e300,1\n2,2\n3,2.5\n",
     ": row 1, column 1 of the inputs is not a number that float32 can hold"},
};

TEST(Csv, NamesFileLineAndColumnOfWhatIsWrong) {
  const TemporaryFolder folder;
  for (const auto& [text, message] : broken_files) {
    const auto path = folder.write("broken.csv", text);
    EXPECT_EQ(error_of_file(path), path + message) << text;
  }
}

TEST(Csv, RefusesATableThatLeavesNoInput) {
  const TemporaryFolder folder;
  const auto path = folder.write("mine.csv", "a,b\n1,2\n3,4\n5,7\n");
  try {
    read_csv(path, {.targets = {"a"}, .columns = {"a"}});
    FAIL();
  } catch (const DataError& error) {
    EXPECT_NE(std::string(error.what()).find(":1: no column is left to be an input"),
              std::string::npos)
        << error.what();
  }
}

TEST(Csv, SuggestsTheNearestTarget) {
  const TemporaryFolder folder;
  const auto path = folder.write("mine.csv", "size,price\n1,2\n2,3\n");
  EXPECT_EQ(error_of_file(path, "target = 'prise'"),
            path + ":1: there is no column 'prise' to be the target; did you mean 'price'?");
  EXPECT_EQ(error_of_file(path, "target = 'zzzz'"),
            path + ":1: there is no column 'zzzz' to be the target; there are size, price");
}

TEST(Csv, RefusesAnInputOfManyDistinctTexts) {
  const TemporaryFolder folder;
  std::string text = "name,y\n";
  for (std::size_t i = 0; i < 51; ++i)
    text +=
        std::string(1 + i % 7, 'a') + std::string(1 + i / 7, 'b') + "," + (i % 2 ? "1\n" : "0\n");
  const auto error = error_of_file(folder.write("mine.csv", text));
  EXPECT_NE(error.find("column 'name': is text with 51 distinct values"), std::string::npos);
}

TEST(Csv, RegressionTargetsAreStandardisedAndKeepTheirScaling) {
  const TemporaryFolder folder;
  const auto path = folder.write("mine.csv", "a,y\n1,10.5\n2,20.5\n3,30.5\n4,40.5\n");
  const Dataset data = load_file(path, "split = [1, 0, 0]");
  EXPECT_EQ(data.task, Task::regression);
  EXPECT_DOUBLE_EQ(data.target_scaling.mean[0], 25.5);
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(data.target_scaling.mean[0] + data.target_scaling.sd[0] * data.train.targets[i],
                10.5 + 10.0 * static_cast<double>(i), 1e-5);
}

}  // namespace
}  // namespace temper
