// IDX, compressed by gzip or not.

#include "base/errors.h"
#include "files/idx.h"
#include "input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace temper;
  static const FuzzFolder folder;
  try {
    read_idx(folder.write("input-idx3-ubyte.gz", bytes, size));
  } catch (const Error&) {
  }
  return 0;
}
