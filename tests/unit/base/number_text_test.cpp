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

TEST(ToTheError, HasTheDecimalsOfTheErrorsTwoDigits) {
  EXPECT_EQ(to_the_error(-1686.6234, 0.1234), "-1686.62 ± 0.12");
  EXPECT_EQ(to_the_error(35.5, 12.3), "36 ± 12");
  EXPECT_EQ(to_the_error(1.23456789, 1.2e-5), "1.235 ± 0.000");
  EXPECT_EQ(to_the_error(1.23456789, 1.2e-5, 3, 9), "1.234568 ± 0.000012");
  EXPECT_EQ(to_the_error(2.5, 0.5, 3, 9), "2.500 ± 0.500");
  EXPECT_EQ(to_the_error(0, 0), "0");
  EXPECT_EQ(to_the_error(std::nan(""), 0.1), "-");
}

}  // namespace
}  // namespace temper
