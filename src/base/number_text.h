#pragma once
// Numbers for people.

#include <string>

namespace temper {

/// Four significant digits: "0.9333", "380", "1.235e-06", "123457"; whole numbers below ten
/// million in full. "-" for NaN.
std::string number_text(double value);

/// "0.9333 ± 0.065": the error has two digits; without one ("NaN") the value alone.
std::string with_error_text(double value, double standard_error);

/// "-1686.62 ± 0.12": both with the decimals of two digits of the error, from `fewest` to `most`,
/// so that rows of a table can be compared. "-" for NaN, "0" for an exact zero.
std::string to_the_error(double value, double standard_error, int fewest = 0, int most = 3);

}  // namespace temper
