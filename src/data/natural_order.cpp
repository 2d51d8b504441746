#include "data/natural_order.h"

#include <algorithm>
#include <tuple>

#include "files/number.h"

namespace temper {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes the leading digits off, or the one character that isn't a digit.
std::string_view take_token(std::string_view& text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(end - text.begin()));
  const auto token = text.substr(0, length);
  text.remove_prefix(length);
  return token;
}

/// Digit runs compare by value however long they are: by length without leading zeros, then text.
std::tuple<bool, std::size_t, std::string_view> rank_of(std::string_view token) {
  if (!is_digit(token[0])) return {true, 0, token};
  const auto digits = token.substr(std::min(token.find_first_not_of('0'), token.size()));
  return {false, digits.size(), digits};
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  const auto number_a = parse_number(a), number_b = parse_number(b);
  if (number_a.has_value() != number_b.has_value()) return number_a.has_value();
  if (number_a && *number_a != *number_b) return *number_a < *number_b;

  auto rest_a = a, rest_b = b;
  while (!rest_a.empty() && !rest_b.empty()) {
    const auto rank_a = rank_of(take_token(rest_a)), rank_b = rank_of(take_token(rest_b));
    if (rank_a != rank_b) return rank_a < rank_b;
  }
  return rest_a.size() != rest_b.size() ? rest_a.size() < rest_b.size() : a < b;
}

}  // namespace temper
