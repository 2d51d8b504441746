#include "tempering/ladder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/errors.h"
#include "config/section.h"

namespace temper {
namespace {

LadderOptions read(const std::string& toml) { return read_ladder(Section::of("ladder", toml)); }

TEST(Ladder, NeighboursHaveAConstantRatio) {
  const auto temperatures = spread_temperatures(0.5, 8.0, 5);
  const std::vector<double> expected = {0.5, 1, 2, 4, 8};
  for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(temperatures[k], expected[k], 1e-14);
}

TEST(Ladder, InfiniteTemperatureIsBetaZero) {
  const auto options = read("rungs = 5\nt_max = inf\ntempering = \"likelihood\"");
  const Ladder ladder{options.tempering, options.temperatures, {}};
  EXPECT_EQ(ladder.beta(4), 0.0);
  EXPECT_NEAR(ladder.beta(2), 0.125, 1e-15);  // (1 - 2/4)^3
  EXPECT_EQ(ladder.beta(0), 1.0);
}

TEST(Ladder, DefaultsAreThoseOfTheDesign) {
  const auto options = read("");
  EXPECT_EQ(options.temperatures.size(), 16u);
  EXPECT_EQ(options.temperatures.front(), 1.0);
  EXPECT_EQ(options.temperatures.back(), 10.0);
  EXPECT_EQ(options.tempering, Tempering::posterior);
  EXPECT_TRUE(options.adapt);
}

TEST(Ladder, ReadsExplicitTemperaturesAndNoiseLevels) {
  EXPECT_EQ(read("temperatures = [0.0, 1.0, 2.5]").temperatures,
            (std::vector<double>{0.0, 1.0, 2.5}));
  const auto options = read("noise_levels = [0.001, 0.01]");
  EXPECT_EQ(options.noise_levels, (std::vector<double>{0.001, 0.01}));
  EXPECT_TRUE(options.temperatures.empty());
}

TEST(Ladder, RefusesWhatContradicts) {
  for (const char* toml :
       {"t_min = 5.0\nt_max = 2.0", "t_min = 2.0\nt_max = 2.0", "temperatures = [1.0, 1.0]",
        "temperatures = [2.0, 1.0]", "temperatures = []", "noise_levels = [0.2, 0.1]",
        "temperatures = [1.0, 2.0]\nrungs = 2", "temperatures = [1.0]\nnoise_levels = [0.1]",
        "noise_levels = [0.1]\nt_max = 3.0", "t_max = inf", "t_min = 0.0", "rungs = 0"})
    EXPECT_THROW(read(toml), UsageError) << toml;
}

}  // namespace
}  // namespace temper
