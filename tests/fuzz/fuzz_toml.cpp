// A config and, behind a zero byte, the value of a --set.

#include <string>

#include "base/errors.h"
#include "config/config.h"
#include "config/section.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace temper;
  const std::string input(reinterpret_cast<const char*>(bytes), size);
  const auto end = input.find('\0');
  std::vector<Override> overrides;
  if (end != std::string::npos) overrides.push_back({"a.b", input.substr(end + 1), "--set a.b"});
  try {
    const auto config = Config::parse(input.substr(0, end), "fuzz", overrides);
    config.section("a").text("b", "", "a text");
    config.section("a").integer("c", {.fallback = 1, .help = "a number"});
    config.section("a").numbers("d", {.help = "numbers"});
    Config::parse(config.resolved(/*comments=*/true), "again", {});
    config.refuse_unknown();
  } catch (const Error&) {
  }
  return 0;
}
