// Tensors out of .safetensors files, whole and damaged. Of .npz: tests/cli/test_init_from.py.

#include "files/weight_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/errors.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

class WeightFile : public testing::Test {
 protected:
  /// A file with this header and these numbers after it.
  std::string write(const std::string& header, const std::string& data) {
    const std::uint64_t length = header.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    return folder_.write("weights.safetensors", bytes + header + data);
  }

  std::string message_of(const std::string& header, const std::string& data) {
    try {
      read_weight_file(write(header, data));
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryFolder folder_;
};

template <class T>
std::string bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

TEST_F(WeightFile, ReadsEveryWidthOfFloat) {
  const std::string header =
      R"({"__metadata__": {"by": "hand"},
          "a": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]},
          "b": {"dtype": "F64", "shape": [1], "data_offsets": [8, 16]},
          "c": {"dtype": "F16", "shape": [3], "data_offsets": [16, 22]},
          "d": {"dtype": "BF16", "shape": [], "data_offsets": [22, 24]}})";
  const auto data = bytes_of<float>({1.5f, -2}) + bytes_of<double>({0.25}) +
                    bytes_of<std::uint16_t>({0x3c00, 0xc500, 0x0001, 0xbfc0});
  const auto tensors = read_weight_file(write(header, data));
  const auto values = [&](const char* name) {
    return std::get<std::vector<double>>(tensors.at(name).values);
  };
  EXPECT_EQ(tensors.size(), 4u);
  EXPECT_EQ(tensors.at("a").shape, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(values("a"), (std::vector<double>{1.5, -2}));
  EXPECT_EQ(values("b"), (std::vector<double>{0.25}));
  EXPECT_EQ(values("c"), (std::vector<double>{1, -5, std::ldexp(1.0, -24)}));
  EXPECT_EQ(values("d"), (std::vector<double>{-1.5}));
}

TEST_F(WeightFile, RefusesWhatIsDamaged) {
  const std::string header = R"({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}})";
  EXPECT_EQ(message_of(header, bytes_of<float>({1, 2})), "");
  EXPECT_NE(message_of(header, bytes_of<float>({1})).find(": a: its numbers"), std::string::npos);
  EXPECT_NE(message_of("{\"a\": ", "").find("no JSON"), std::string::npos);
  EXPECT_NE(message_of(R"({"a": {"dtype": "F32"}})", "").find("no JSON"), std::string::npos);
  EXPECT_NE(message_of(R"({"a": {"dtype": "I8", "shape": [0], "data_offsets": [0, 0]}})", "")
                .find(": a: holds I8"),
            std::string::npos);
  EXPECT_THROW(read_weight_file(folder_.write("short.safetensors", "short")), DataError);
  EXPECT_THROW(read_weight_file("weights.pt"), DataError);
  EXPECT_THROW(read_weight_file("missing.npz"), DataError);
}

}  // namespace
}  // namespace temper
