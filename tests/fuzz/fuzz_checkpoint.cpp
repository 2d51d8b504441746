#include "read_run.h"
#include "store/checkpoint_file.h"

namespace {

/// As tests/unit/store wrote the seed.
temper::RunDescription description() {
  temper::RunDescription run;
  run.n_rungs = 3;
  run.n_copies = 2;
  run.n_parameters = 4;
  run.slot_names = {"momentum"};
  run.scalar_names = {"xi", "n_accepted"};
  run.adaptation = {{"rejection_sum", 4}};
  return run;
}

void read_checkpoint(const temper::RunFolder& folder) {
  using namespace temper;
  static const auto run = description();
  const CheckpointFile file(folder, 0, RawFile::Mode::read);
  static_part_is_whole(file.file());
  file.sweep();
  attempt([&] { file.is_usable(run); });
  attempt([&] { file.read_header(run); });
  for (std::uint32_t replica = 0; replica < run.n_replicas(); ++replica)
    attempt([&] { file.replica_is_whole(replica); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return temper::read_run("checkpoint-A.h5", bytes, size, read_checkpoint);
}
