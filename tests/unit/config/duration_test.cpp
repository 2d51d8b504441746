#include "config/duration.h"

#include <gtest/gtest.h>

namespace temper {
namespace {

TEST(Duration, ReadsUnits) {
  EXPECT_EQ(parse_duration("3h50m"), 3 * 3600 + 50 * 60);
  EXPECT_EQ(parse_duration("10 min"), 600);
  EXPECT_EQ(parse_duration("1d 12h"), 36 * 3600);
  EXPECT_EQ(parse_duration("1.5h"), 5400);
  EXPECT_EQ(parse_duration("90s"), 90);
  EXPECT_EQ(parse_duration("45"), 45);
}

TEST(Duration, ReadsWhatSlurmTakes) {
  EXPECT_EQ(parse_duration("4:00:00"), 4 * 3600);
  EXPECT_EQ(parse_duration("1-02:03:04"), 86400 + 2 * 3600 + 3 * 60 + 4);
}

TEST(Duration, RefusesWhatIsNone) {
  for (const char* text : {"", "0s", "soon", "3h 50", "50m3h", "1h1h", "-5m", "1:2", "1:70:00",
                           "3x", "inf", "1e400s", "h"})
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

}  // namespace
}  // namespace temper
