#include "data/task.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace temper {
namespace {

RawData numbers(std::vector<double> values) {
  RawData raw;
  raw.origin = "mine.csv";
  raw.target_names = {"y"};
  raw.targets = RawMatrix(1, std::move(values));
  return raw;
}

RawData text() {
  RawData raw = numbers({});
  raw.targets = {};
  raw.labels = {{0, 1, 0}, {"no", "yes"}};
  return raw;
}

std::string refusal(RawData raw, std::optional<Task> wanted) {
  try {
    settle_task(raw, wanted);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Task, FewWholeNumbersAreClassesByValue) {
  RawData raw = numbers({10, -1, 2, 10, 2, -1});
  EXPECT_EQ(settle_task(raw, {}), Task::classification);
  EXPECT_EQ(raw.labels.class_names, (std::vector<std::string>{"-1", "2", "10"}));
  EXPECT_EQ(raw.labels.of, (std::vector<std::int32_t>{2, 0, 1, 2, 1, 0}));
  EXPECT_EQ(raw.targets.n_rows(), 0u);
}

TEST(Task, FractionsOrManyOrHardlyRepeatedNumbersAreForRegression) {
  RawData fractions = numbers({0.5, 1, 0.5, 1});
  EXPECT_EQ(settle_task(fractions, {}), Task::regression);
  std::vector<double> many;
  for (int i = 0; i < 100; ++i) many.push_back(i % 21);
  RawData many_raw = numbers(many);
  EXPECT_EQ(settle_task(many_raw, {}), Task::regression);
  RawData prices = numbers({10, 20, 30, 40, 40});
  EXPECT_EQ(settle_task(prices, {}), Task::regression);
}

TEST(Task, DoesAsItIsTold) {
  RawData counts = numbers({1, 2, 1, 2});
  EXPECT_EQ(settle_task(counts, Task::regression), Task::regression);
  EXPECT_EQ(counts.targets.n_rows(), 4u);
  RawData fractions = numbers({0.5, 1, 0.5, 1});
  EXPECT_EQ(settle_task(fractions, Task::classification), Task::classification);
  EXPECT_EQ(fractions.labels.class_names[0], "0.5");
  RawData words = text();
  EXPECT_EQ(settle_task(words, {}), Task::classification);
}

TEST(Task, ColumnsWithASingleOneInEachRowAreClasses) {
  RawData raw = numbers({});
  raw.targets = RawMatrix(3, std::vector<double>{0, 1, 0, 1, 0, 0, 0, 0, 1});
  raw.target_names = {"y0", "y1", "y2"};
  RawData same = raw;
  EXPECT_EQ(settle_task(raw, {}), Task::classification);
  EXPECT_EQ(raw.labels.of, (std::vector<std::int32_t>{1, 0, 2}));
  EXPECT_EQ(raw.labels.class_names, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(settle_task(same, Task::regression), Task::regression);
}

TEST(Task, SaysWhyATargetWillNotDo) {
  EXPECT_EQ(refusal(text(), Task::regression),
            "mine.csv: target 'y' is text, 'no'; task = \"regression\" needs numbers");
  EXPECT_EQ(refusal(numbers({3, 3, 3}), {}),
            "mine.csv: target 'y' has a single class, '3'; classification needs two or more");
  std::vector<double> index;
  for (int i = 0; i < 30; ++i) index.push_back(i);
  EXPECT_NE(refusal(numbers(index), Task::classification).find("is it an index"),
            std::string::npos);
  RawData two = numbers({1, 2, 3, 4});
  two.targets = RawMatrix(2, std::vector<double>{1, 2, 3, 4});
  EXPECT_NE(refusal(two, Task::classification).find("has 2 columns"), std::string::npos);
}

}  // namespace
}  // namespace temper
