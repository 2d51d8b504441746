#include "store/extend.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "same_files.h"
#include "small_run.h"
#include "store/summary.h"
#include "store/verify.h"

namespace temper {
namespace {

RunDescription with_config(std::uint64_t n_sweeps) {
  RunDescription run = small_description(n_sweeps);
  run.attributes = {{"config", "[run]\nsweeps = " + std::to_string(n_sweeps) + "\n"}};
  return run;
}

void resume_to_the_end(const std::string& path, const RunDescription& run) {
  RunStore store = RunStore::open(path, run, SmallRun::all_of(run), Communicator::world());
  SmallRun engine(run);
  engine.restore(store);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
}

TEST(Extend, EndsAsARunThatWasPlannedThatLong) {
  const TemporaryFolder folder;
  run_through(folder / "short", with_config(6));
  run_through(folder / "long", with_config(13));
  extend_run(folder / "short", with_config(13), Communicator::world());
  EXPECT_TRUE(verify_run(folder / "short").is_whole());
  EXPECT_FALSE(summarise_run(folder / "short").is_finished());
  resume_to_the_end(folder / "short", with_config(13));
  expect_same_files(folder / "long", folder / "short");
}

// As if killed when half of the replicas had their new files.
TEST(Extend, LeavesARunThatResumesWhenItIsKilledHalfway) {
  const TemporaryFolder folder;
  run_through(folder / "run", with_config(6));
  run_through(folder / "extended", with_config(6));
  extend_run(folder / "extended", with_config(13), Communicator::world());
  for (const char* file : {"/draws/replica-0000.h5", "/draws/replica-0001.h5"})
    fs::copy_file(folder / ("extended" + std::string(file)), folder / ("run" + std::string(file)),
                  fs::copy_options::overwrite_existing);
  EXPECT_TRUE(verify_run(folder / "run").is_whole());
  resume_to_the_end(folder / "run", with_config(6));

  extend_run(folder / "run", with_config(13), Communicator::world());
  resume_to_the_end(folder / "run", with_config(13));
  run_through(folder / "long", with_config(13));
  expect_same_files(folder / "long", folder / "run");
}

// The third replica's file can't be written, as on a full disk; then fewer sweeps are asked for.
TEST(Extend, LosesNothingWhenAShorterExtensionFollowsOneThatWasCutShort) {
  const TemporaryFolder folder;
  const auto run = folder / "run";
  run_through(run, with_config(6));
  fs::create_directories(run + "/draws/replica-0002.h5.tmp/in-the-way");
  EXPECT_THROW(extend_run(run, with_config(1000), Communicator::world()), IoError);
  fs::remove_all(run + "/draws/replica-0002.h5.tmp");
  EXPECT_TRUE(verify_run(run).is_whole());

  extend_run(run, with_config(13), Communicator::world());
  EXPECT_TRUE(verify_run(run).is_whole());
  resume_to_the_end(run, with_config(13));
  run_through(folder / "long", with_config(13));
  expect_same_files(folder / "long", run);
}

TEST(Extend, RefusesFewerSweepsAndOtherChanges) {
  const TemporaryFolder folder;
  auto first = with_config(6), other = with_config(13);
  first.attributes.push_back({"seed", std::uint64_t{1}});
  other.attributes.push_back({"seed", std::uint64_t{2}});
  run_through(folder / "run", first);
  auto shorter = with_config(5);
  shorter.attributes.push_back({"seed", std::uint64_t{1}});
  EXPECT_THROW(extend_run(folder / "run", shorter, Communicator::world()), UsageError);
  EXPECT_THROW(extend_run(folder / "run", other, Communicator::world()), UsageError);
}

}  // namespace
}  // namespace temper
