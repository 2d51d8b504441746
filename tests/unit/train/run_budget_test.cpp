// run.budget: times, CPU times, epochs, evaluations.

#include "train/run_budget.h"

#include <gtest/gtest.h>

#include "base/errors.h"

namespace temper {
namespace {

using Unit = RunBudget::Unit;

void expect(const std::string& text, Unit unit, double amount) {
  const auto budget = parse_budget(text);
  EXPECT_EQ(budget.unit, unit) << text;
  EXPECT_DOUBLE_EQ(budget.amount, amount) << text;
}

TEST(RunBudget, ReadsEveryUnit) {
  expect("90s", Unit::seconds, 90);
  expect("10m", Unit::seconds, 600);
  expect("1h30m", Unit::seconds, 5400);
  expect("0.5h", Unit::seconds, 1800);
  expect("600 cpu-s", Unit::cpu_seconds, 600);
  expect("2000 epochs", Unit::epochs, 2000);
  expect("1e9", Unit::evaluations, 1e9);
}

TEST(RunBudget, RefusesWhatIsNone) {
  for (const char* text :
       {"", "ten minutes", "10x", "-5m", "5m1h", "0s", "m", "inf", "nan", "10 epoch"})
    EXPECT_FALSE(parse_budget(text).is_given()) << text;
  EXPECT_THROW(read_budget(Section::of("run", "budget = \"soon\"")), UsageError);
  EXPECT_THROW(read_budget(Section::of("run", "budget = 0")), UsageError);
}

TEST(RunBudget, IsANumberOfEvaluationsOrNothing) {
  EXPECT_DOUBLE_EQ(read_budget(Section::of("run", "budget = 1e9")).amount, 1e9);
  EXPECT_FALSE(read_budget(Section::of("run", "")).is_given());
}

}  // namespace
}  // namespace temper
