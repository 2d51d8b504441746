#include "files/npy.h"

#include <gtest/gtest.h>

#include <numeric>

#include "files/open_file.h"
#include "unit/data/loading.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

Array read(const std::string& name) { return parse_npy(read_file(fixture(name)), name); }

std::vector<double> doubles(const Array& array) {
  return std::visit(
      [](const auto& values) { return std::vector<double>(values.begin(), values.end()); },
      array.values);
}

std::string refusal(const std::string& bytes) {
  try {
    parse_npy(bytes, "mine.npy");
  } catch (const DataError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Npy, ReadsEveryTypeInBothOrders) {
  std::vector<double> expected(24);
  std::iota(expected.begin(), expected.end(), 0.0);
  for (const char* type : {"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "fortran"}) {
    const Array array = read(std::string("cube-") + type + ".npy");
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3, 4})) << type;
    EXPECT_EQ(doubles(array), expected) << type;
  }
  EXPECT_EQ(std::accumulate(expected.begin(), expected.end(), 0.0), 276);
  EXPECT_EQ(doubles(read("cube-bool.npy"))[0], 0);
  EXPECT_EQ(doubles(read("cube-bool.npy"))[23], 1);
}

TEST(Npy, EveryTruncationIsBadData) {
  const auto bytes = read_file(fixture("cube-f8.npy"));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_EQ(refusal(bytes.substr(0, size)).find("mine.npy: "), 0u) << size << " bytes";
}

// Any result is right but a crash: sanitizers and the limits on sizes are what is tested.
TEST(Npy, SurvivesEveryFlippedBitOfItsHeader) {
  const auto bytes = read_file(fixture("cube-f4.npy"));
  for (std::size_t i = 0; i < 128; ++i)
    for (int bit = 0; bit < 8; ++bit) {
      auto damaged = bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ 1 << bit);
      refusal(damaged);
    }
}

TEST(Npy, SaysWhichTypesItTakes) {
  EXPECT_NE(refusal(read_file(fixture("cube-big-endian.npy"))).find("'>f4'"), std::string::npos);
  EXPECT_EQ(refusal("PK"), "mine.npy: is not an .npy array");
}

TEST(Npy, TextIsReadAsText) {
  const Array array = read("text.npy");
  EXPECT_EQ(array.texts.size(), array.shape.front());
  EXPECT_TRUE(doubles(array).empty());
}

TEST(Npy, TextInFortranOrderIsRefused) {
  const auto text = [](const std::string& order) {
    const std::string header =
        "{'descr': '|S1', 'fortran_order': " + order + ", 'shape': (2, 2)}\n";
    return "\x93NUMPY\x01" + std::string(1, '\0') + static_cast<char>(header.size()) +
           std::string(1, '\0') + header + "abcd";
  };
  EXPECT_EQ(refusal(text("False")), "no error");
  EXPECT_NE(refusal(text("True")).find("Fortran order"), std::string::npos);
}

TEST(Npy, ATableHasItsTargetLast) {
  const Dataset table = load_file(fixture("table.npy"), "split = [1, 0, 0]\nstandardise = false");
  EXPECT_EQ(table.n_inputs, 2u);
  EXPECT_EQ(table.n_classes, 3u);
  EXPECT_EQ(table.train.labels[5], 2);
  EXPECT_EQ(table.train.inputs[11], 2.75f);
  EXPECT_NE(error_of_file(fixture("cube-f4.npy")).find("2 x 3 x 4"), std::string::npos);
}

}  // namespace
}  // namespace temper
