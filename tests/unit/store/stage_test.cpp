// A run that is written on a disk of the node and brought home at checkpoints: the same bytes.

#include "store/stage.h"

#include <gtest/gtest.h>

#include "base/errors.h"
#include "same_files.h"
#include "small_run.h"
#include "store/same_run.h"
#include "store/verify.h"

namespace temper {
namespace {

RunDescription described(std::size_t replicas_per_file) {
  auto run = small_description();
  run.replicas_per_file = replicas_per_file;
  run.version = version_of_new_runs(replicas_per_file);
  return run;
}

RunStore made(const std::string& path, const RunDescription& run, const std::string& disk) {
  return RunStore::create(path, run, SmallRun::all_of(run), Communicator::world(), Existing::refuse,
                          disk);
}

void go_on_to_the_end(const std::string& path, const RunDescription& run, const std::string& disk) {
  RunStore store = RunStore::open(path, run, SmallRun::all_of(run), Communicator::world(), disk);
  SmallRun engine(run);
  engine.restore(store);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
}

/// Six replicas: a file each, or one of four and one of two.
class Staged : public ::testing::TestWithParam<std::size_t> {
 protected:
  Staged() { run_through(folder_ / "plain", run_); }

  const RunDescription run_ = described(GetParam());
  const TemporaryFolder folder_;
  const std::string disk_ = folder_ / "disk";
  const std::size_t n_files_ = GetParam() == 1 ? 9 : 5;
};

// Every sweep at which a node could have died: checkpoints come after every third.
TEST_P(Staged, ComesToTheSameBytesFromEverySweep) {
  for (std::uint64_t stop = 0; stop <= run_.total_sweeps(); ++stop) {
    const auto path = folder_ / ("stopped-at-" + std::to_string(stop));
    {
      RunStore store = made(path, run_, disk_);
      SmallRun(run_).advance(store, stop);
    }
    EXPECT_EQ(read_committed(open_run_file(RunFolder(path)), RunFolder(path)), stop / 3 * 3);
    EXPECT_TRUE(verify_run(path).is_whole());
    go_on_to_the_end(path, run_, stop % 2 == 0 ? disk_ : "");
    expect_same_files(folder_ / "plain", path, n_files_);
  }
}

// The other way round: what was committed without a stage, and beyond the last checkpoint, is
// computed again on the stage, compared with what is there, and mended.
TEST_P(Staged, TakesUpARunThatWasNot) {
  const auto path = folder_ / "run";
  {
    RunStore store = made(path, run_, "");
    SmallRun(run_).advance(store, 5);
  }
  {
    auto draws = PreallocatedFile::open(path + "/draws/replica-0000.h5");
    draws.write_value("theta", 1, 99.0f);  // of draw 1, which is of sweep 3
  }
  EXPECT_FALSE(verify_run(path).is_whole());
  go_on_to_the_end(path, run_, disk_);
  expect_same_files(folder_ / "plain", path, n_files_);
}

TEST_P(Staged, LeavesTheRunAloneBetweenCheckpoints) {
  const auto path = folder_ / "run";
  RunStore store = made(path, run_, disk_);
  SmallRun engine(run_);
  engine.advance(store, 3);
  fs::copy(path, folder_ / "before", fs::copy_options::recursive);
  engine.advance(store, 5);
  expect_same_files(folder_ / "before", path, n_files_);
}

TEST_P(Staged, HasNoNamesOnItsDisk) {
  RunStore store = made(folder_ / "run", run_, disk_);
  EXPECT_TRUE(fs::is_directory(disk_));
  EXPECT_TRUE(fs::is_empty(disk_));
}

TEST_P(Staged, LeavesNothingBehindWhereItCant) {
  const auto file = folder_.write("file", "not a folder");
  EXPECT_THROW(made(folder_ / "run", run_, file), IoError);
  EXPECT_FALSE(fs::exists(folder_ / "run"));
}

INSTANTIATE_TEST_SUITE_P(ReplicasPerFile, Staged, ::testing::Values(1, 4));

TEST(CopyOfAFile, IsTheSameWhereItWasWrittenAndWhereNot) {
  const TemporaryFolder folder;
  const std::vector<std::byte> some(5000, std::byte{7});
  RawFile file(folder / "file", RawFile::Mode::create);
  for (const std::uint64_t at : {3u << 20, 1u << 20}) file.write_at(at, some);
  RawFile(folder / "copy", RawFile::Mode::create).copy_from(file);
  EXPECT_EQ(bytes_of(folder / "file"), bytes_of(folder / "copy"));
  EXPECT_EQ(bytes_of(folder / "copy").size(), (3u << 20) + some.size());
}

}  // namespace
}  // namespace temper
