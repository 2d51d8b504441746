#include <gtest/gtest.h>

#include "config/config.h"

namespace temper {
namespace {

const std::vector<std::string> kernel_keys = {"batch", "lr", "momentum", "noise", "type"};

TEST(Nearest, FindsAMisspeltWord) {
  EXPECT_EQ(nearest("momentun", kernel_keys), "momentum");   // replaced
  EXPECT_EQ(nearest("momntum", kernel_keys), "momentum");    // left out
  EXPECT_EQ(nearest("mommentum", kernel_keys), "momentum");  // put in
  EXPECT_EQ(nearest("BATCH", kernel_keys), "batch");
}

TEST(Nearest, CountsATranspositionAsOneEdit) {
  EXPECT_EQ(nearest("tpye", kernel_keys), "type");  // two edits without transposition: too far
  EXPECT_EQ(nearest("rl", kernel_keys), "lr");
}

TEST(Nearest, TakesTheNearerOfTwo) {
  EXPECT_EQ(nearest("sweep", {"steps", "sweeps"}), "sweeps");
  EXPECT_EQ(nearest("sweep", {"sweeps", "steps"}), "sweeps");
}

TEST(Nearest, GoesNoFurtherThanAThirdOfTheLength) {
  EXPECT_EQ(nearest("abcdef", {"abcdxy"}), "abcdxy");
  EXPECT_EQ(nearest("abcdef", {"abcxyz"}), "");
  EXPECT_EQ(nearest("abc", {"abx"}), "abx");
  EXPECT_EQ(nearest("abc", {"axy"}), "");
  EXPECT_EQ(nearest("a", {"b"}), "");
  EXPECT_EQ(nearest("", kernel_keys), "");
  EXPECT_EQ(nearest("lr", {}), "");
}

TEST(Nearest, KnowsAbbreviations) {
  EXPECT_EQ(nearest("learning_rate", kernel_keys), "lr");
  EXPECT_EQ(nearest("batch_size", kernel_keys), "batch");
  EXPECT_EQ(nearest("hidden-units", {"type", "units"}), "units");
  EXPECT_EQ(nearest("lr", {"learning_rate"}), "learning_rate");
  EXPECT_EQ(nearest("learning_speed", kernel_keys), "");
}

}  // namespace
}  // namespace temper
