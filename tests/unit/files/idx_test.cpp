#include "files/idx.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>

#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

std::string header(const std::vector<unsigned>& shape, char type = '\x08') {
  std::string bytes = {'\0', '\0', type, static_cast<char>(shape.size())};
  for (const auto length : shape)
    for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(length >> shift);
  return bytes;
}

/// n images of 2 x 2 pixels, whose labels are 0, 1, 0, 1, …
std::string images(unsigned n) {
  auto bytes = header({n, 2, 2});
  for (unsigned i = 0; i < 4 * n; ++i) bytes += static_cast<char>(17 * i);
  return bytes;
}

std::string labels(unsigned n) {
  auto bytes = header({n});
  for (unsigned i = 0; i < n; ++i) bytes += static_cast<char>(i % 2);
  return bytes;
}

std::string gzipped(const TemporaryFolder& folder, const std::string& bytes) {
  const auto path = folder.path() + "/gzipped";
  const gzFile file = gzopen(path.c_str(), "wb");
  gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
  gzclose(file);
  std::string result(std::filesystem::file_size(path), '\0');
  std::ifstream(path, std::ios::binary).read(result.data(), std::ssize(result));
  return result;
}

std::string refusal(const std::string& path) {
  try {
    read_idx(path);
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Idx, ReadsPlainAndCompressedFiles) {
  const TemporaryFolder folder;
  for (const auto& bytes : {images(3), gzipped(folder, images(3))}) {
    const IdxArray array = read_idx(folder.write("images", bytes));
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{3, 2, 2}));
    EXPECT_EQ(array.values[11], 17 * 11);
  }
}

TEST(Idx, EveryTruncationIsBadData) {
  const TemporaryFolder folder;
  for (const auto& bytes : {images(3), gzipped(folder, images(3))})
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto path = folder.write("images", bytes.substr(0, size));
      EXPECT_EQ(refusal(path).find(path), 0u) << size << " of " << bytes.size() << " bytes";
    }
}

TEST(Idx, SaysWhatIsWrong) {
  const TemporaryFolder folder;
  const auto refusal_of = [&](const std::string& bytes) {
    return refusal(folder.write("idx", bytes));
  };
  EXPECT_NE(refusal_of("not an IDX file").find("begins with 6e6f7420"), std::string::npos);
  EXPECT_NE(refusal_of(header({1}, '\x0d') + "aaaa").find("no IDX file of bytes"),
            std::string::npos);
  EXPECT_NE(refusal_of(images(2) + "x").find("longer than its header says"), std::string::npos);
  EXPECT_NE(refusal_of(header({0xffffffff, 0xffffffff, 0xffffffff}) + "x").find("damaged"),
            std::string::npos);
  auto damaged = gzipped(folder, images(9));
  damaged[damaged.size() - 6] ^= 1;  // its CRC-32
  EXPECT_NE(refusal_of(damaged).find("damaged"), std::string::npos);
}

class IdxFolder : public testing::Test {
 protected:
  void write(const std::string& part, unsigned n_images, unsigned n_labels) {
    folder_.write(part + "-images-idx3-ubyte", images(n_images));
    folder_.write(part + "-labels-idx1-ubyte", labels(n_labels));
  }
  TemporaryFolder folder_;
};

TEST_F(IdxFolder, HasItsOwnTestSplitOrNone) {
  write("train", 20, 20);
  EXPECT_EQ(load_file(folder_.path()).test.n, 2u);
  write("t10k", 8, 8);
  const Dataset data = load_file(folder_.path(), "standardise = false");
  EXPECT_EQ(data.test.n, 8u);
  EXPECT_EQ(data.train.n, 18u);
  EXPECT_EQ(data.input_shape, (std::vector<std::size_t>{1, 2, 2}));
  EXPECT_EQ(data.class_names, (std::vector<std::string>{"0", "1"}));
  EXPECT_FLOAT_EQ(data.test.inputs[3], 51 / 255.0f);
}

TEST_F(IdxFolder, NamesMissingAndUnequalFiles) {
  EXPECT_NE(error_of_file(folder_.path()).find("there is no such file"), std::string::npos);
  write("train", 20, 19);
  EXPECT_NE(error_of_file(folder_.path()).find("has 20 images, but"), std::string::npos);
}

}  // namespace
}  // namespace temper
