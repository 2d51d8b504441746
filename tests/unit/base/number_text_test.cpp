#include "base/number_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace temper {
namespace {

TEST(NumberText, HasFourDigitsAtAnyScale) {
  EXPECT_EQ(number_text(0.93333), "0.9333");
  EXPECT_EQ(number_text(380), "380");
  EXPECT_EQ(number_text(1.23456e-6), "1.235e-06");
  EXPECT_EQ(number_text(123456.7), "123457");
  EXPECT_EQ(number_text(-98765.4), "-98765");
  EXPECT_EQ(number_text(2.3542828e29), "2.354e+29");
  EXPECT_EQ(number_text(std::nan("")), "-");
  EXPECT_EQ(number_text(0), "0");
}

TEST(NumberText, SaysTheErrorWithTwoDigits) {
  EXPECT_EQ(with_error_text(0.93333, 0.0649), "0.9333 ± 0.065");
  EXPECT_EQ(with_error_text(5.1e-8, 1.23e-9), "5.1e-08 ± 1.23e-09");
  EXPECT_EQ(with_error_text(0.0443, std::nan("")), "0.0443");
}

}  // namespace
}  // namespace temper
