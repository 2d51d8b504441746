// Runs of every version of the format, as they were written then, are read and gone on with.

#include <gtest/gtest.h>

#include "small_run.h"
#include "store/summary.h"
#include "store/verify.h"

namespace temper {
namespace {

const std::string samples = TEMPER_SOURCE_DIR "/tests/unit/store/versions/";

/// Stopped after seven of nine sweeps, with checkpoints of three and six.
void write_sample(const std::string& path) {
  const auto run = small_description();
  RunStore store =
      RunStore::create(path, run, SmallRun::all_of(run), Communicator::world(), Existing::refuse);
  SmallRun(run).advance(store, 7);
}

class Versions : public ::testing::TestWithParam<std::string> {
 protected:
  Versions() { fs::copy(samples + GetParam(), run_, fs::copy_options::recursive); }

  const TemporaryFolder folder_;
  const std::string run_ = folder_ / "run";
};

TEST_P(Versions, AreWhole) {
  const VerifyReport report = verify_run(run_);
  EXPECT_TRUE(report.is_whole()) << report.damaged.front();
  EXPECT_EQ(summarise_run(run_).committed, 7u);
  EXPECT_EQ(report.resumes, 6u);
}

TEST_P(Versions, GoOnToTheEnd) {
  const auto run = small_description();
  RunStore store = RunStore::open(run_, run, SmallRun::all_of(run), Communicator::world());
  SmallRun engine(run);
  engine.restore(store);
  EXPECT_EQ(engine.sweep(), 6u);
  engine.advance(store, run.total_sweeps());
  engine.finish(store);
  EXPECT_TRUE(verify_run(run_).is_whole());
}

INSTANTIATE_TEST_SUITE_P(Format, Versions, ::testing::Values("version_1", "version_2"),
                         [](const auto& version) { return version.param; });

TEST(Version1, IsSaidToLeaveDamageUnseen) {
  EXPECT_TRUE(verify_run(samples + "version_1").notes.front().starts_with("format version 1"));
}

// For a new version: write its sample by --gtest_also_run_disabled_tests, and keep the old ones.
TEST(ThisVersion, DISABLED_WritesItsSample) {
  const std::string path = samples + "version_" + std::to_string(format_version);
  write_sample(path);
  fs::remove(path + "/lock");
}

}  // namespace
}  // namespace temper
