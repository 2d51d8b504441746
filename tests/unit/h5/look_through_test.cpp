#include "h5/look_through.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "base/errors.h"
#include "h5/apart.h"
#include "h5/preallocated_file.h"
#include "h5/read_file.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// HDF5 1.10.8 ends with SIGSEGV where it lists the datasets of this one.
const std::string crash = TEMPER_SOURCE_DIR "/tests/fuzz/corpus/h5/crash-in-symbol-table";

class LookThroughTest : public ::testing::Test {
 protected:
  /// A file of which this process knows nothing yet.
  std::string foreign(const std::string& name) const {
    if (!fs::exists(path("own"))) {
      FileLayout layout;
      layout.dimensions = {{"row", 3}};
      PreallocatedFile::create(path("own"), layout).publish(/*durable=*/false);
    }
    fs::copy(path("own"), path(name));
    return path(name);
  }

  std::string path(const std::string& name) const { return folder_ / name; }

  const TemporaryFolder folder_;
};

void die(const std::string& /*path*/) { std::raise(SIGSEGV); }

TEST_F(LookThroughTest, AFileThatHdf5CrashesOnIsRefusedOrRead) {
  fs::copy(crash, path("run.h5"));
  try {
    ReadFile(path("run.h5")).extents();
  } catch (const IoError& error) {
    EXPECT_NE(std::string(error.what()).find("run.h5"), std::string::npos) << error.what();
  }
}

TEST_F(LookThroughTest, WhatKillsAReaderIsRefused) {
  const auto file = foreign("foreign.h5");
  EXPECT_THROW(try_apart(file, [&] { die(file); }), IoError);
}

TEST_F(LookThroughTest, AFileIsTriedOnce) {
  const auto file = foreign("foreign.h5");
  const ReadFile read(file);
  EXPECT_NO_THROW(try_apart(file, [&] { die(file); }));
}

TEST_F(LookThroughTest, OwnFilesAndTrustedFoldersAreNotTried) {
  const auto file = foreign("foreign.h5");
  EXPECT_NO_THROW(try_apart(path("own"), [&] { die(file); }));
  trust_folder(folder_.path());
  EXPECT_NO_THROW(try_apart(file, [&] { die(file); }));
}

TEST_F(LookThroughTest, OneOfSeveralThatKillsLeavesTheOthersTheirTrial) {
  const std::vector<std::string> files = {foreign("a.h5"), foreign("b.h5")};
  EXPECT_NO_THROW(try_apart(files, die));
  for (const auto& file : files) EXPECT_THROW(try_apart(file, [&] { die(file); }), IoError);
}

TEST_F(LookThroughTest, SeveralThatAreReadAreKnown) {
  const std::vector<std::string> files = {foreign("a.h5"), foreign("b.h5")};
  look_through_apart(files);
  for (const auto& file : files) EXPECT_NO_THROW(try_apart(file, [&] { die(file); }));
}

}  // namespace
}  // namespace temper
