// Whatever it spells: it is read as a finite number, and as no other one when it is written out.

#include <fmt/format.h>

#include <cstdlib>

#include "files/number.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto number = temper::parse_number({reinterpret_cast<const char*>(bytes), size});
  if (number &&
      (!std::isfinite(*number) || temper::parse_number(fmt::format("{}", *number)) != number))
    std::abort();
  return 0;
}
