#pragma once
// The order in which people list names: digit runs by value, so that "9" < "10" and
// "class2" < "class10".

#include <string_view>

namespace temper {

/// A strict order; two names are equivalent only if they are equal. Whole names that are numbers,
/// with sign and fraction, come first and by value.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace temper
