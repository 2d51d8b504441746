#include "h5/pack_file.h"
#include "read_run.h"

namespace {

void read_predictions(const temper::RunFolder& folder) {
  using namespace temper;
  const auto file = PreallocatedFile::open(folder.predictions_file(), RawFile::Mode::read);
  static_part_is_whole(file);
  read_through(folder.predictions_file());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return temper::read_run("predictions.h5", bytes, size, read_predictions);
}
