#include "app/draws_flag.h"

#include <fmt/format.h>

#include <charconv>

namespace temper {

Flag draws_flag() { return {"draws", "N", "draws of rung 0 to average over, at most [200]"}; }

std::size_t most_draws(const Arguments& arguments) {
  const auto text = arguments.value("draws", "200");
  std::size_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n == 0)
    throw UsageError(fmt::format("--draws {}: give a whole number of 1 or more", text));
  return n;
}

}  // namespace temper
