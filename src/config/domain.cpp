#include "config/domain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

using Accepted = std::optional<Value>;

/// The value of that type only.
template <class T>
Accepted accept_type(const Value& value) {
  return std::holds_alternative<T>(value.data) ? Accepted(value) : std::nullopt;
}

/// " from 0 to 1", " above 0", " of at least 0 and below 1".
template <class T>
std::string bounds_text(std::optional<T> min, std::optional<T> max, bool above_min,
                        bool below_max) {
  if (min && max && !above_min && !below_max) return fmt::format(" from {} to {}", *min, *max);
  std::vector<std::string> bounds;
  if (min) bounds.push_back(fmt::format("{} {}", above_min ? "above" : "of at least", *min));
  if (max) bounds.push_back(fmt::format("{} {}", below_max ? "below" : "of at most", *max));
  return fmt::format("{}{}", bounds.empty() ? "" : " ", fmt::join(bounds, " and "));
}

std::string range_text(const NumberOption& option) {
  using Limits = std::numeric_limits<double>;
  const auto bound = [](double limit) {
    return std::abs(limit) < Limits::max() ? std::optional(limit) : std::nullopt;
  };
  const bool takes_inf = option.max == infinity && !option.below_max;
  return bounds_text(bound(option.min), bound(option.max), option.above_min, option.below_max) +
         (takes_inf ? " or inf" : "");
}

std::string range_text(const IntegerOption& option) {
  using Limits = std::numeric_limits<std::int64_t>;
  const auto min = option.min == Limits::min() ? std::nullopt : std::optional(option.min);
  const auto max = option.max == Limits::max() ? std::nullopt : std::optional(option.max);
  return bounds_text(min, max, false, false);
}

/// False for NaN.
bool is_in_range(double x, const NumberOption& option) {
  const bool is_above = option.above_min ? x > option.min : x >= option.min;
  const bool is_below = option.below_max ? x < option.max : x <= option.max;
  return is_above && is_below;
}

double placeholder(const NumberOption& option) {
  for (const double x : {1.0, option.min})
    if (is_in_range(x, option)) return x;
  return option.min + (option.max - option.min) / 2;
}

Accepted accept_number(const Value& value, const NumberOption& option) {
  const auto* integer = std::get_if<std::int64_t>(&value.data);
  const auto* number = std::get_if<double>(&value.data);
  if (!integer && !number) return std::nullopt;
  const double x = integer ? static_cast<double>(*integer) : *number;
  return is_in_range(x, option) ? Accepted({x, value.place}) : std::nullopt;
}

/// Beyond 2^53 a float no longer says which integer is meant.
bool is_whole(double x) { return std::trunc(x) == x && std::abs(x) <= 0x1p53; }

Accepted accept_integer(const Value& value, const IntegerOption& option) {
  const auto* number = std::get_if<double>(&value.data);
  const auto* integer = std::get_if<std::int64_t>(&value.data);
  if (!integer && !(number && is_whole(*number))) return std::nullopt;
  const auto n = integer ? *integer : static_cast<std::int64_t>(*number);
  return n >= option.min && n <= option.max ? Accepted({n, value.place}) : std::nullopt;
}

Accepted accept_word(const Value& value, const std::vector<std::string>& words) {
  const auto* text = std::get_if<std::string>(&value.data);
  const bool is_known = text && std::find(words.begin(), words.end(), *text) != words.end();
  return is_known ? Accepted(value) : std::nullopt;
}

/// `"a", "b" or "c"`.
std::string alternatives(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += '"' + words[i] + '"';
  }
  return text;
}

}  // namespace

Domain number_domain(const NumberOption& option) {
  const auto range = range_text(option);
  return {"a number" + range,
          "numbers" + range,
          {},
          {placeholder(option)},
          [option](const Value& value) { return accept_number(value, option); }};
}

Domain integer_domain(const IntegerOption& option) {
  const auto range = range_text(option);
  const bool takes_one = option.min <= 1 && option.max >= 1;
  return {"a whole number" + range,
          "whole numbers" + range,
          {},
          {takes_one ? std::int64_t{1} : option.min},
          [option](const Value& value) { return accept_integer(value, option); }};
}

Domain flag_domain() { return {"true or false", "flags", {}, {false}, accept_type<bool>}; }

Domain text_domain() {
  return {"a string", "strings", {}, {std::string("…")}, accept_type<std::string>};
}

Domain word_domain(const std::vector<std::string>& words) {
  return {alternatives(words),
          alternatives(words),
          words,
          {words.empty() ? "" : words.front()},
          [words](const Value& value) { return accept_word(value, words); }};
}

Domain either_domain(const Domain& first, const Domain& second) {
  auto words = first.words;
  words.insert(words.end(), second.words.begin(), second.words.end());
  return {first.text + " or " + second.text, first.plural + " or " + second.plural, words,
          first.placeholder, [first, second](const Value& value) {
            const auto accepted = first.accept(value);
            return accepted ? accepted : second.accept(value);
          }};
}

}  // namespace temper
