#include "base/errors.h"
#include "files/weight_file.h"
#include "input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace temper;
  static const FuzzFolder folder;
  try {
    read_weight_file(folder.write("input.npz", bytes, size));
  } catch (const Error&) {
  }
  return 0;
}
