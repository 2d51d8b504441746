#include "base/memory_limit.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/errors.h"

namespace temper {
namespace {

TEST(MemoryLimit, TellsWhatNoMachineHas) {
  EXPECT_NO_THROW(require_memory(1000, "a row"));
  try {
    require_memory(std::uint64_t{1} << 60, "x.h5: X");
    FAIL();
  } catch (const IoError& error) {
    EXPECT_TRUE(std::string(error.what()).starts_with("x.h5: X: needs 1152921504606 MB"));
  }
}

TEST(MemoryLimit, TakesNoHonestFileForABomb) {
  EXPECT_GT(most_unpacked(100), 1032u * 100u);
  EXPECT_EQ(most_unpacked(std::numeric_limits<std::uint64_t>::max()),
            std::numeric_limits<std::uint64_t>::max());
}

}  // namespace
}  // namespace temper
