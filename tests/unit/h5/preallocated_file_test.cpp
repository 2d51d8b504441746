#include "h5/preallocated_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/errors.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

class PreallocatedFileTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name = "file.h5") const { return folder_ / name; }

  const TemporaryFolder folder_;
};

FileLayout example() {
  FileLayout layout;
  layout.attributes = {{"format", std::string("example")},
                       {"seed", std::uint64_t{1} << 63},
                       {"steps", std::int64_t{-3}},
                       {"scale", 0.5},
                       {"names", std::vector<std::string>{"é", ""}},
                       {"numbers", std::vector<double>{1, 2, 3}},
                       {"nothing", std::vector<std::string>{}},
                       {"config", std::string(200'000, 'x')}};
  layout.dimensions = {{"row", 3}, {"column", 2}, {"empty", 0}, {"parameter", 5, false}};
  layout.datasets = {
      {.name = "count", .type = ElementType::uint64, .dimensions = {}, .written = "last"},
      {.name = "table", .dimensions = {"row", "column"}, .written = "by rows"},
      {.name = "none", .type = ElementType::int32, .dimensions = {"row", "empty"}},
      {.name = "word",
       .type = ElementType::text,
       .dimensions = {"column"},
       .contents = contents_of({"ab", "cde"}, 3),
       .text_width = 3}};
  return layout;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(PreallocatedFileTest, HasNoNameUntilItIsPublished) {
  auto file = PreallocatedFile::create(path(), example());
  EXPECT_FALSE(fs::exists(path()));
  file.publish(true);
  EXPECT_TRUE(fs::exists(path()));
  EXPECT_FALSE(fs::exists(unpublished(path())));
}

TEST_F(PreallocatedFileTest, ReadsBackThroughHdf5WhatWasWrittenAtOffsets) {
  auto file = PreallocatedFile::create(path(), example());
  file.publish(false);
  file.write("table", 1, std::vector<double>{1.5, -2});
  file.write_value("count", 0, std::uint64_t{2});

  const ReadFile read(path());
  EXPECT_EQ(read.read<double>("table"), (std::vector<double>{0, 0, 1.5, -2, 0, 0}));
  EXPECT_EQ(read.read<std::uint64_t>("count"), std::vector<std::uint64_t>{2});
  EXPECT_TRUE(read.read<std::int32_t>("none").empty());
  EXPECT_EQ(read.read_texts("word"), (std::vector<std::string>{"ab", "cde"}));
  EXPECT_EQ(PreallocatedFile::open(path()).read_value<std::uint64_t>("count"), 2u);
}

TEST_F(PreallocatedFileTest, KeepsAttributesOfEveryTypeAndOfAnyLength) {
  PreallocatedFile::create(path(), example()).publish(false);
  const ReadFile read(path());
  for (const auto& attribute : example().attributes)
    EXPECT_EQ(read.attribute(attribute.name), attribute) << attribute.name;
  EXPECT_EQ(read.attribute("absent"), std::nullopt);
  EXPECT_THROW(read.text_attribute("absent"), IoError);
  EXPECT_THROW(read.text_attribute("scale"), IoError);
}

TEST_F(PreallocatedFileTest, IsTheSameByteForByteEachTime) {
  PreallocatedFile::create(path("a.h5"), example()).publish(false);
  PreallocatedFile::create(path("b.h5"), example()).publish(false);
  EXPECT_EQ(bytes_of(path("a.h5")), bytes_of(path("b.h5")));
}

TEST_F(PreallocatedFileTest, RefusesWhatLiesBeyondADataset) {
  auto file = PreallocatedFile::create(path(), example());
  EXPECT_THROW(file.write("table", 3, std::vector<double>{1, 2}), IoError);
  EXPECT_THROW(file.write("absent", 0, std::vector<double>{1}), IoError);
}

TEST_F(PreallocatedFileTest, TellsWhichDatasetsChange) {
  const auto file = PreallocatedFile::create(path(), example());
  EXPECT_TRUE(file.extent("table").changes);
  EXPECT_FALSE(file.extent("word").changes);
  EXPECT_EQ(file.extent("table").row_bytes(), 16u);
  EXPECT_EQ(file.extent("parameter").bytes, 0u);
}

TEST_F(PreallocatedFileTest, RefusesADamagedFile) {
  PreallocatedFile::create(path(), example()).publish(false);
  fs::resize_file(path(), 1000);
  EXPECT_THROW(PreallocatedFile::open(path()), IoError);
  EXPECT_THROW(PreallocatedFile::open(path("absent.h5")), IoError);
}

}  // namespace
}  // namespace temper
