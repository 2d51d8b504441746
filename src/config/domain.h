#pragma once
// The values that a key takes: what is accepted, and how to say so.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "config/section.h"
#include "config/value.h"

namespace temper {

struct Domain {
  std::string text;                ///< "a number above 0"
  std::string plural;              ///< "numbers above 0"
  std::vector<std::string> words;  ///< that are accepted, to suggest one for a misspelt one
  Value placeholder;               ///< one that is accepted

  /// The value as the reader wants it, a double for 1 where a number is asked; nullopt: refused.
  std::function<std::optional<Value>(const Value&)> accept;
};

Domain number_domain(const NumberOption& option);
Domain integer_domain(const IntegerOption& option);
Domain flag_domain();
Domain text_domain();
Domain word_domain(const std::vector<std::string>& words);
Domain either_domain(const Domain& first, const Domain& second);

}  // namespace temper
