#include "base/errors.h"
#include "files/zip_file.h"
#include "input_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace temper;
  static const FuzzFolder folder;
  try {
    const ZipFile zip(folder.write("input.zip", bytes, size));
    std::string space;
    for (const auto& name : zip.names()) zip.extract(name, space);
  } catch (const Error&) {
  }
  return 0;
}
