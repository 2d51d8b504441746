// Several replicas whose draws share a file (RunDescription::replicas_per_file): the same numbers,
// in fewer files.

#include <gtest/gtest.h>

#include <fstream>

#include "base/errors.h"
#include "same_files.h"
#include "small_run.h"
#include "store/extend.h"
#include "store/pack.h"
#include "store/run_reader.h"
#include "store/summary.h"
#include "store/verify.h"

namespace temper {
namespace {

constexpr std::size_t n_files = 5;  // run, two checkpoints, two files of draws

/// Six replicas: a file of four and one of two.
RunDescription shared_description(std::uint64_t n_sweeps = 6) {
  auto run = small_description(n_sweeps);
  run.replicas_per_file = 4;
  run.version = version_of_new_runs(run.replicas_per_file);
  return run;
}

RunStore open(const std::string& path, const RunDescription& run) {
  return RunStore::open(path, run, SmallRun::all_of(run), Communicator::world());
}

void go_on_to_the_end(const std::string& path, const RunDescription& run) {
  RunStore store = open(path, run);
  SmallRun engine(run);
  engine.restore(store);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
}

class SharedDraws : public ::testing::Test {
 protected:
  SharedDraws() { run_through(run_, shared_description()); }

  const TemporaryFolder folder_;
  const std::string run_ = folder_ / "run";
};

TEST_F(SharedDraws, AreThoseOfAFileEach) {
  const auto plain = small_description();
  run_through(folder_ / "plain", plain);
  EXPECT_EQ(RunFolder(run_).n_draws_files(), 2u);
  std::vector<float> one(plain.n_parameters), other(plain.n_parameters);
  for (std::uint32_t replica = 0; replica < plain.n_replicas(); ++replica) {
    const DrawsReader here(RunFolder(run_), shared_description().draws_groups(), replica),
        there(RunFolder(folder_ / "plain"), plain.draws_groups(), replica);
    for (std::uint64_t draw = 0; draw < plain.n_draws(); ++draw) {
      here.read(draw, one);
      there.read(draw, other);
      EXPECT_EQ(one, other) << "replica " << replica << ", draw " << draw;
    }
    EXPECT_EQ(here.read_best(9, one)->sweep, there.read_best(9, other)->sweep);
    EXPECT_EQ(one, other) << "best state of replica " << replica;
  }
  EXPECT_EQ(bytes_of(run_ + "/checkpoint-A.h5").size(),
            bytes_of(folder_ / "plain/checkpoint-A.h5").size());
}

TEST_F(SharedDraws, NameTheirReplicas) {
  const ReadFile draws(run_ + "/draws/replica-0004.h5");
  EXPECT_EQ(draws.read<std::uint64_t>("replica"), (std::vector<std::uint64_t>{4, 5}));
  EXPECT_EQ(draws.integer_attribute("format_version"), 3u);
}

// Every sweep at which a job could have died, and what it had written beyond the count.
TEST_F(SharedDraws, ComeToTheSameBytesFromEverySweep) {
  const auto run = shared_description();
  for (std::uint64_t stop = 0; stop <= run.total_sweeps(); ++stop) {
    const auto path = folder_ / ("stopped-at-" + std::to_string(stop));
    {
      RunStore store = RunStore::create(path, run, SmallRun::all_of(run), Communicator::world(),
                                        Existing::refuse);
      SmallRun(run).advance(store, stop);
    }
    EXPECT_TRUE(verify_run(path).is_whole());
    go_on_to_the_end(path, run);
    expect_same_files(run_, path, n_files);
  }
}

TEST_F(SharedDraws, GrowWithARunThatIsExtended) {
  run_through(folder_ / "long", shared_description(13));
  extend_run(run_, shared_description(13), Communicator::world());
  EXPECT_TRUE(verify_run(run_).is_whole());
  go_on_to_the_end(run_, shared_description(13));
  expect_same_files(folder_ / "long", run_, n_files);
}

TEST_F(SharedDraws, AreVerifiedReplicaByReplica) {
  auto file = PreallocatedFile::open(run_ + "/draws/replica-0004.h5");
  auto theta = file.read_value<float>("theta", 1);  // of draw 1, the first of two replicas
  file.write_value("theta", 1, theta + 1);
  const auto report = verify_run(run_);
  ASSERT_EQ(report.damaged.size(), 1u);
  EXPECT_EQ(report.damaged.front(), "draws/replica-0004.h5: replica 4: draws 1: wrong checksum");
}

TEST_F(SharedDraws, AreVerifiedWithoutTheRunFile) {
  std::ofstream(run_ + "/run.h5", std::ios::trunc) << "lost";
  const auto report = verify_run(run_);
  ASSERT_EQ(report.damaged.size(), 1u) << report.damaged.back();
  EXPECT_TRUE(report.damaged.front().starts_with("run.h5: all tables"));
}

TEST_F(SharedDraws, ArePackedAndCompared) {
  pack_run(run_, folder_ / "packed");
  EXPECT_NO_THROW(verify_packed(RunFolder(folder_ / "packed")));
  EXPECT_TRUE(fs::exists(folder_ / "packed/draws/replica-0004.h5"));
  EXPECT_FALSE(fs::exists(folder_ / "packed/draws/replica-0001.h5"));
}

TEST_F(SharedDraws, StayInTheFilesThatTheyWereBegunIn) {
  auto other = shared_description();
  other.replicas_per_file = 3;
  EXPECT_THROW(open(run_, other), UsageError);
  EXPECT_THROW(open(run_, small_description()), UsageError);
}

TEST_F(SharedDraws, AreRefusedWhereAnotherNumberOfThemIsInTheFile) {
  auto other = shared_description();
  other.replicas_per_file = 2;
  run_through(folder_ / "other", other);
  fs::copy_file(folder_ / "other/draws/replica-0000.h5", run_ + "/draws/replica-0000.h5",
                fs::copy_options::overwrite_existing);
  EXPECT_THROW(open(run_, shared_description()), IoError);
  EXPECT_THROW(DrawsReader(RunFolder(run_), shared_description().draws_groups(), 1), IoError);
}

}  // namespace
}  // namespace temper
