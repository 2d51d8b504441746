#include "store/run_lock.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/errors.h"
#include "small_run.h"
#include "store/pack.h"

namespace temper {
namespace {

class Lock : public ::testing::Test {
 protected:
  Lock() { run_through(folder_ / "run", small_description()); }

  const TemporaryFolder folder_;
  const RunFolder run_{folder_ / "run"};
};

TEST_F(Lock, LetsReadersReadWhileAJobWrites) {
  const auto job = RunLock::of_root(run_);
  const auto one = RunLock::of_reader(run_), two = RunLock::of_reader(run_);
  EXPECT_TRUE(RunLock::owner(run_).has_value());
}

TEST_F(Lock, KeepsWritersFromARunThatIsCopied) {
  const auto one = RunLock::of_copier(run_), two = RunLock::of_copier(run_);
  EXPECT_FALSE(RunLock::owner(run_).has_value());
  EXPECT_THROW(RunLock::of_root(run_), UsageError);
}

TEST_F(Lock, KeepsCopiersFromARunThatIsWritten) {
  const auto job = RunLock::of_root(run_);
  EXPECT_THROW(RunLock::of_copier(run_), UsageError);
  EXPECT_THROW(pack_run(folder_ / "run", folder_ / "archive"), UsageError);
  EXPECT_FALSE(fs::exists(folder_ / "archive.tmp"));
}

TEST_F(Lock, IsNotMadeByReaders) {
  fs::remove(run_.lock_file());
  const auto reader = RunLock::of_reader(run_);
  EXPECT_FALSE(fs::exists(run_.lock_file()));
}

TEST(Archive, IsUnderTheChecksumsOfItsManifest) {
  const TemporaryFolder folder;
  run_through(folder / "run", small_description());
  pack_run(folder / "run", folder / "archive");
  verify_packed(RunFolder(folder / "archive"));
  for (const char* name : {"run.h5", "draws/replica-0002.h5", "manifest.txt"}) {
    const auto path = folder / ("archive/" + std::string(name));
    const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 2);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(middle);
    const int before = file.get();
    file.seekp(middle);
    file.put(static_cast<char>(before ^ 4));
    file.flush();
    EXPECT_THROW(verify_packed(RunFolder(folder / "archive")), IoError) << name;
    file.seekp(middle);
    file.put(static_cast<char>(before));
  }
}

TEST(Archive, NeitherReplacesNorRemovesWhatIsInTheWay) {
  const TemporaryFolder folder;
  run_through(folder / "run", small_description());
  fs::create_directories(folder / "archive.tmp/mine");
  EXPECT_THROW(pack_run(folder / "run", folder / "archive"), UsageError);
  EXPECT_TRUE(fs::exists(folder / "archive.tmp/mine"));
  EXPECT_FALSE(fs::exists(folder / "archive"));
}

}  // namespace
}  // namespace temper
