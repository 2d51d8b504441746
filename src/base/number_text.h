#pragma once
// Numbers for people.

#include <string>

namespace temper {

/// Four significant digits: "0.9333", "380", "1.235e-06", "123457"; whole numbers below ten
/// million in full. "-" for NaN.
std::string number_text(double value);

/// "0.9333 ± 0.065": the error has two digits; without one ("NaN") the value alone.
std::string with_error_text(double value, double standard_error);

}  // namespace temper
