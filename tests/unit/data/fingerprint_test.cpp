#include "data/fingerprint.h"

#include <gtest/gtest.h>

#include "data/csv.h"
#include "unit/temporary_folder.h"

namespace temper {
namespace {

Fingerprint print_of(const std::string& text) {
  const TemporaryFolder folder;
  const auto print = fingerprint_of(read_csv(folder.write("t.csv", text)));
  return fingerprint_of_json(to_json(print), "t");
}

TEST(Fingerprint, SaysWhatHasChanged) {
  const auto then = print_of("a,b,y\n1,2,0.5\n3,5,1.5\n4,7,2.5\n");
  const auto change = [&](const std::string& text) { return difference(then, print_of(text)); };
  EXPECT_EQ(change("a,b,y\n1,2,0.5\n3,5,1.5\n4,7,2.5\n"), "");
  EXPECT_EQ(change("a,b,y\n4,7,2.5\n1,2,0.5\n3,5,1.5\n"),
            "its rows are in another order (sorted?)");
  EXPECT_EQ(change("b,a,y\n2,1,0.5\n5,3,1.5\n7,4,2.5\n"),
            "its columns are in another order: b, a, y; they were a, b, y");
  EXPECT_EQ(change("a,b,y\n1,2,500\n3,5,1500\n4,7,2500\n"), "'y' is 1000 times what it was");
  EXPECT_EQ(change("a,b,y\n1,2,0.5\n3,5,1.5\n"), "it has 2 rows, and had 3");
  EXPECT_EQ(change("a,c,y\n1,2,0.5\n3,5,1.5\n4,7,2.5\n"),
            "its columns are others: b is gone, c is new");
  EXPECT_EQ(change("a,b,y\n1,2,0.5\n3,5,1.5\n4,8,2.5\n").substr(0, 20), "'b' has other values");
}

}  // namespace
}  // namespace temper
