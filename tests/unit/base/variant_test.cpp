#include "base/variant.h"

#include <gtest/gtest.h>

#include <new>
#include <string>
#include <vector>

namespace temper {
namespace {

/// Its copies run out of memory.
struct Uncopyable {
  Uncopyable() = default;
  Uncopyable(const Uncopyable& /*other*/) { throw std::bad_alloc(); }
};

using Mixed = Variant<std::string, int, long, double, std::vector<Uncopyable>, std::vector<double>>;

TEST(Variant, SurvivesACopyThatThrows) {
  const Mixed full = std::vector<Uncopyable>(1);
  EXPECT_THROW(Mixed{full}, std::bad_alloc);
  Mixed other = 1.5;
  EXPECT_THROW(other = full, std::bad_alloc);
  EXPECT_EQ(std::get<double>(other), 1.5);
}

TEST(Variant, CopiesTheAlternativeAndItsValue) {
  const Mixed text = std::string("text");
  Mixed copy = text;
  EXPECT_EQ(std::get<std::string>(copy), "text");
  copy = Mixed(2L);
  EXPECT_EQ(std::get<long>(copy), 2);
  copy = text;
  EXPECT_EQ(std::get<std::string>(copy), "text");
}

}  // namespace
}  // namespace temper
