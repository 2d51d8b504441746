#include "store/summary.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "small_run.h"

namespace temper {
namespace {

TEST(Summary, TellsWhereARunStandsWhileItGoesOn) {
  const TemporaryFolder folder;
  const auto run = small_description();
  {
    RunStore store = RunStore::create(folder / "run", run, SmallRun::all_of(run),
                                      Communicator::world(), Existing::refuse);
    SmallRun(run).advance(store, 7);
    const RunSummary summary = summarise_run(folder / "run");
    EXPECT_EQ(summary.committed, 7u);
    EXPECT_EQ(summary.total_sweeps(), 9u);
    EXPECT_EQ(summary.n_draws, 3u);
    EXPECT_EQ(summary.checkpoint_sweeps, (std::vector<std::uint64_t>{3, 6}));
    EXPECT_FALSE(summary.is_finished());
    ASSERT_TRUE(summary.writer);
    EXPECT_NE(summary.writer->find("process"), std::string::npos);
    EXPECT_EQ(summary.config(), "[kernel]\nlr = 0.1\n");
  }
  EXPECT_FALSE(summarise_run(folder / "run").writer);
}

TEST(Summary, RefusesAFormatOfTheFuture) {
  const TemporaryFolder folder;
  auto layout = run_layout(small_description());
  layout.attributes[1].value = format_version + 6;
  fs::create_directory(folder / "run");
  PreallocatedFile::create(folder / "run/run.h5", layout).publish(false);
  try {
    summarise_run(folder / "run");
    FAIL() << "expected UsageError";
  } catch (const UsageError& error) {
    EXPECT_NE(
        std::string(error.what()).find("format version " + std::to_string(format_version + 6)),
        std::string::npos);
  }
}

// What `temper inspect` says before a run is what the run takes.
TEST(Summary, PredictsTheSizeOfARun) {
  for (const std::uint64_t n_sweeps : {6u, 5000u}) {
    const TemporaryFolder folder;
    RunDescription run = small_description(n_sweeps);
    run.n_parameters = 3000;
    run.thin = 100;
    RunStore::create(folder / "run", run, SmallRun::all_of(run), Communicator::world(),
                     Existing::refuse);
    const double predicted = static_cast<double>(predicted_bytes(run));
    const double taken = static_cast<double>(summarise_run(folder / "run").bytes);
    EXPECT_GE(predicted, taken);
    EXPECT_LE(predicted, taken + 9 * 32 * 1024);
  }
}

}  // namespace
}  // namespace temper
