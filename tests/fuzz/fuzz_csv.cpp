#include "read_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return temper::read_source("input.csv", bytes, size);
}
