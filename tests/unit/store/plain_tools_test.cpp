// A run opens in h5dump, h5py and xarray, which know nothing of Temper.

#include <gtest/gtest.h>

#include <cstdlib>

#include "small_run.h"

namespace temper {
namespace {

/// $TEMPER_TEST_PYTHON, else that of launch/setup, else the system's.
std::string python() {
  const std::string installed = TEMPER_SOURCE_DIR "/.venv/bin/python";
  if (const char* given = std::getenv("TEMPER_TEST_PYTHON")) return given;
  return fs::exists(installed) ? installed : "python3";
}

bool succeeds(const std::string& command) { return std::system(command.c_str()) == 0; }

std::string reader(const std::string& run) {
  return python() + " " TEMPER_SOURCE_DIR "/tests/unit/store/plain_reader.py " + run;
}

class PlainTools : public ::testing::Test {
 protected:
  void SetUp() override {
    static const bool can_read =
        succeeds(python() + " -c 'import h5py, xarray, h5netcdf' 2>/dev/null");
    if (!can_read) GTEST_SKIP() << "no h5py, xarray and h5netcdf: launch/setup installs them";
  }
  const TemporaryFolder folder_;
  const RunDescription run_ = small_description();
};

TEST_F(PlainTools, ReadAFinishedRun) {
  run_through(folder_ / "run", run_);
  EXPECT_TRUE(succeeds(reader(folder_ / "run")));
}

TEST_F(PlainTools, ReadReplicasThatShareAFile) {
  auto run = run_;
  run.replicas_per_file = 4;
  run_through(folder_ / "run", run);
  EXPECT_TRUE(succeeds(reader(folder_ / "run")));
}

TEST_F(PlainTools, ReadARunThatGoesOn) {
  RunStore store = RunStore::create(folder_ / "run", run_, SmallRun::all_of(run_),
                                    Communicator::world(), Existing::refuse);
  SmallRun engine(run_);
  for (std::uint64_t end = 0; end <= 2; ++end) {
    engine.advance(store, end);
    EXPECT_TRUE(succeeds(reader(folder_ / "run"))) << "after " << end << " sweeps";
  }
}

TEST_F(PlainTools, ReadARunOfOneReplicaAndNoSweep) {
  RunDescription run;
  RunStore::create(folder_ / "run", run, {0}, Communicator::world(), Existing::refuse);
  EXPECT_TRUE(succeeds(reader(folder_ / "run")));
}

TEST_F(PlainTools, NoticeAFlippedBit) {
  run_through(folder_ / "run", run_);
  auto file = PreallocatedFile::open(folder_ / "run/run.h5");
  file.write_value("sweep_checksum", 4, file.read_value<std::uint32_t>("sweep_checksum", 4) ^ 1u);
  EXPECT_FALSE(succeeds(reader(folder_ / "run") + " 2>/dev/null"));
}

TEST(H5dump, ReadsEveryFile) {
  const TemporaryFolder folder;
  run_through(folder / "run", small_description());
  for (const auto& entry : fs::recursive_directory_iterator(folder / "run"))
    if (entry.path().extension() == ".h5") {
      EXPECT_TRUE(succeeds("h5dump " + entry.path().string() + " > /dev/null")) << entry.path();
    }
}

}  // namespace
}  // namespace temper
