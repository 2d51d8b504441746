#include "read_run.h"
#include "store/run_reader.h"
#include "store/summary.h"
#include "store/verify.h"

namespace {

void read_run(const temper::RunFolder& folder) {
  using namespace temper;
  attempt([&] { summarise_run(folder.path()); });
  attempt([&] { verify_run(folder.path()); });
  const auto tables = read_tables(folder);
  for (std::uint64_t sweep = 0; sweep < tables.committed; ++sweep)
    tables.replica_on(0, tables.n_copies - 1, sweep);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return temper::read_run("run.h5", bytes, size, read_run);
}
