#include "files/checksum.h"

#include <gtest/gtest.h>

#include <vector>

namespace temper {
namespace {

// Of the bytes 0, 1, 2, …; by libxxhash 0.8.1.
TEST(Checksum, GivesTheKnownAnswersOfXxh64) {
  struct Case {
    std::size_t size;
    std::uint64_t seed, answer;
  };
  const std::vector<Case> cases = {{0, 0, 0xef46db3751d8e999},
                                   {1, 0, 0xe934a84adb052768},
                                   {3, 0, 0xe5c7bb4533bc65dd},
                                   {4, 0, 0xffced8604453cc1e},
                                   {7, 7, 0x54640963b8c77fa9},
                                   {8, 0, 0x884a173614b81b8d},
                                   {31, 0, 0xc346d2b59b4d8ee1},
                                   {32, 0, 0xcbf59c5116ff32b4},
                                   {33, 1, 0xa371825f4210fe99},
                                   {63, 0, 0xe26aa9e2a95f8e4f},
                                   {100, 2654435761, 0x8832442a88284f11},
                                   {222, 0, 0x88ff0dada4bfa877}};
  for (const auto& [size, seed, answer] : cases) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < size; ++i) bytes.push_back(static_cast<std::byte>(i));
    EXPECT_EQ(checksum(bytes, seed), answer) << size << " bytes, seed " << seed;
  }
}

}  // namespace
}  // namespace temper
