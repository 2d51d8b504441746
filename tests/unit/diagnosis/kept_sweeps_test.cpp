#include "diagnosis/kept_sweeps.h"

#include <gtest/gtest.h>

#include <cmath>

namespace temper {
namespace {

StoredTables tables_of(std::uint64_t n_warmup, std::vector<std::uint64_t> rounds) {
  StoredTables tables;
  tables.committed = 12;
  tables.n_warmup = n_warmup;
  tables.round_first_sweep = std::move(rounds);
  return tables;
}

using Sweeps = std::vector<std::uint64_t>;

TEST(KeptSweeps, BeginAfterWarmUp) {
  EXPECT_EQ(kept_sweeps(tables_of(9, {0})), (Sweeps{9, 10, 11}));
  EXPECT_EQ(kept_sweeps(tables_of(9, {0, 4})), (Sweeps{9, 10, 11}));
  EXPECT_EQ(kept_sweeps(tables_of(12, {0})), Sweeps{});
}

TEST(KeptSweeps, BeginAfterTheLastAdaptation) {
  EXPECT_EQ(kept_sweeps(tables_of(4, {0, 10})), (Sweeps{10, 11}));
}

TEST(KeptSweeps, HaveEnergiesWhereTheyWereComputed) {
  auto tables = tables_of(8, {0});
  tables.energy = {1, 1, 1, 1, 1, 1, 1, 1, std::nan(""), 2, std::nan(""), 3};
  EXPECT_EQ(sweeps_with_energy(tables), (Sweeps{9, 11}));
}

TEST(KeptSweeps, ReadWhoeverStoodOnTheRung) {
  StoredTables tables;
  tables.committed = 2;
  tables.n_rungs = 2;
  tables.rung_of = {0, 1, 1, 0};
  EXPECT_EQ(on_rung(tables, 0, {10, 11, 20, 21}, {0, 1}), (Copies{{10, 21}}));
  EXPECT_EQ(replicas_on_rung(tables, 0, {0, 1}), (std::vector<std::vector<std::uint32_t>>{{0, 1}}));
}

}  // namespace
}  // namespace temper
