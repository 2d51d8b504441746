#include "store/verify.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/errors.h"
#include "random/rng.h"
#include "small_run.h"
#include "store/row_ranges.h"

namespace temper {
namespace {

void flip_bit(const std::string& path, std::uint64_t byte, int bit) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(byte));
  const char before = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(byte));
  file.put(static_cast<char>(before ^ (1 << bit)));
}

/// Where row `row` of a dataset begins in its file.
std::uint64_t place(const std::string& path, const std::string& dataset, std::uint64_t row) {
  const auto file = PreallocatedFile::open(path, RawFile::Mode::read);
  const Extent& extent = file.extent(dataset);
  return extent.offset + row * extent.row_bytes();
}

std::vector<std::string> files_of(const std::string& run) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(run))
    if (entry.path().extension() == ".h5") files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

class Verify : public ::testing::Test {
 protected:
  Verify() { run_through(run_, small_description()); }

  /// The one line of damage that a flipped bit in this row makes.
  std::string damage(const std::string& file, const std::string& dataset, std::uint64_t row) {
    const std::string path = run_ + "/" + file;
    const std::uint64_t byte = place(path, dataset, row);
    flip_bit(path, byte, 3);
    const VerifyReport report = verify_run(run_);
    flip_bit(path, byte, 3);
    EXPECT_EQ(report.damaged.size(), 1u);
    return report.damaged.empty() ? "" : report.damaged.front();
  }

  const TemporaryFolder folder_;
  const std::string run_ = folder_ / "run";
};

TEST_F(Verify, NamesFilesThatWereRenamed) {
  const RunFolder run(run_);
  fs::rename(run.draws_file(0), run_ + "/other");
  fs::rename(run.draws_file(1), run.draws_file(0));
  fs::rename(run_ + "/other", run.draws_file(1));
  const auto damaged = verify_run(run_).damaged;
  ASSERT_EQ(damaged.size(), 2u);
  EXPECT_NE(damaged[0].find("holds the draws of replica 1"), std::string::npos);
}

TEST_F(Verify, FindsAFinishedRunWhole) {
  const VerifyReport report = verify_run(run_);
  EXPECT_TRUE(report.is_whole()) << report.damaged.front();
  EXPECT_TRUE(report.notes.empty());
  EXPECT_EQ(report.committed, 9u);
  EXPECT_EQ(report.resumes, 9u);
}

TEST_F(Verify, NamesWhatAFlippedBitHasDamaged) {
  EXPECT_EQ(damage("run.h5", "prior_energy", 4), "run.h5: sweeps 4: wrong checksum");
  EXPECT_EQ(damage("run.h5", "beta", 1), "run.h5: rounds 1: wrong checksum");
  EXPECT_EQ(damage("run.h5", "test_accuracy", 2), "run.h5: metrics of draws 2: wrong checksum");
  EXPECT_EQ(damage("draws/replica-0002.h5", "theta", 1),
            "draws/replica-0002.h5: draws 1: wrong checksum");
  EXPECT_EQ(damage("draws/replica-0002.h5", "best_theta", 0),
            "draws/replica-0002.h5: best state, slot 0: wrong checksum");
  EXPECT_EQ(damage("checkpoint-B.h5", "slots", 5),
            "checkpoint-B.h5: the checkpoint: replicas 5 have a wrong checksum");
  EXPECT_EQ(damage("checkpoint-A.h5", "round", 0),
            "checkpoint-A.h5: the checkpoint: its header has a wrong checksum");
}

// Every bit of the files is under some check.
TEST_F(Verify, FindsABitFlippedAnywhere) {
  Rng rng({.seed = 6, .stream = Stream::synthetic});
  for (const auto& path : files_of(run_))
    for (int trial = 0; trial < 40; ++trial) {
      const auto byte = rng.below(static_cast<std::uint32_t>(fs::file_size(path)));
      const int bit = static_cast<int>(rng.below(8));
      flip_bit(path, byte, bit);
      try {
        EXPECT_FALSE(verify_run(run_).is_whole()) << path << ", byte " << byte << ", bit " << bit;
      } catch (const Error&) {  // not readable as a run at all: found too
      }
      flip_bit(path, byte, bit);
    }
  EXPECT_TRUE(verify_run(run_).is_whole());
}

TEST_F(Verify, FindsEveryFlippedBitOfTheCount) {
  const std::string path = run_ + "/run.h5";
  for (int bit = 0; bit < 64; ++bit) {
    const std::uint64_t byte = place(path, "committed", 0) + static_cast<std::uint64_t>(bit / 8);
    flip_bit(path, byte, bit % 8);
    EXPECT_FALSE(verify_run(run_).is_whole()) << "bit " << bit;
    flip_bit(path, byte, bit % 8);
  }
}

TEST_F(Verify, NamesAFileThatIsGone) {
  fs::remove(run_ + "/draws/replica-0001.h5");
  const VerifyReport report = verify_run(run_);
  ASSERT_EQ(report.damaged.size(), 1u);
  EXPECT_TRUE(report.damaged.front().starts_with("draws/replica-0001.h5: all draws"));
}

TEST_F(Verify, ChecksTheRestWhenTheRunFileCannotBeRead) {
  fs::resize_file(run_ + "/run.h5", 1000);
  flip_bit(run_ + "/draws/replica-0003.h5", place(run_ + "/draws/replica-0003.h5", "theta", 2), 0);
  const VerifyReport report = verify_run(run_);
  ASSERT_EQ(report.damaged.size(), 2u);
  EXPECT_TRUE(report.damaged[0].starts_with("run.h5: all tables"));
  EXPECT_EQ(report.damaged[1], "draws/replica-0003.h5: draws 2: wrong checksum");
  EXPECT_EQ(report.whole.size(), 8u);  // two checkpoints, six replicas
  EXPECT_EQ(report.notes.size(), 1u);
}

TEST(VerifyUnfinished, TakesAHalfWrittenCheckpointForNormal) {
  const TemporaryFolder folder;
  const auto run = small_description();
  RunStore store = RunStore::create(folder / "run", run, SmallRun::all_of(run),
                                    Communicator::world(), Existing::refuse);
  SmallRun(run).advance(store, 7);
  const std::string path = folder / "run/checkpoint-B.h5";
  flip_bit(path, place(path, "theta", 1), 0);
  const VerifyReport report = verify_run(folder / "run");
  EXPECT_TRUE(report.is_whole());
  EXPECT_EQ(report.notes.size(), 1u);
  EXPECT_EQ(report.resumes, 3u);
}

TEST(RowRanges, JoinsNeighbours) {
  EXPECT_EQ(in_ranges({3, 7, 8, 9, 11}), "3, 7-9, 11");
  EXPECT_EQ(in_ranges({}), "");
}

}  // namespace
}  // namespace temper
