// Every byte of a run is under some checksum, whatever the shape of its kernel's state: no slots,
// no scalars, no adaptation, no pair of rungs.

#include <gtest/gtest.h>

#include <fstream>

#include "base/errors.h"
#include "small_run.h"
#include "store/verify.h"

namespace temper {
namespace {

struct StateShape {
  const char* name;
  std::size_t n_rungs;
  std::vector<std::string> slots, scalars;
  bool adapts;
  std::size_t per_file = 1;
};

RunDescription description_of(const StateShape& shape) {
  auto run = small_description();
  run.n_rungs = shape.n_rungs;
  run.n_copies = 1;
  run.n_warmup = 1;
  run.n_sweeps = 1;
  run.thin = 1;
  run.n_parameters = 2;
  run.round_first_sweep = {0};
  run.blocks = {{"theta", {2}, 0}};
  run.slot_names = shape.slots;
  run.scalar_names = shape.scalars;
  if (!shape.adapts) run.adaptation.clear();
  run.replicas_per_file = shape.per_file;
  return run;
}

/// One bit, another one in each byte. Twice is not at all.
void flip(std::fstream& file, std::uint64_t byte) {
  file.seekg(static_cast<std::streamoff>(byte));
  const int before = file.get();
  file.seekp(static_cast<std::streamoff>(byte));
  file.put(static_cast<char>(before ^ (1 << byte % 8)));
  file.flush();
}

bool is_found(const std::string& run) {
  try {
    return !verify_run(run).is_whole();
  } catch (const Error&) {  // not readable as a run at all
    return true;
  }
}

class EveryByte : public ::testing::TestWithParam<StateShape> {};

TEST_P(EveryByte, IsUnderAChecksum) {
  constexpr std::uint64_t stride = 97;  // through names, axes and attributes, under one checksum
  const TemporaryFolder folder;
  const auto run = folder / "run";
  run_through(run, description_of(GetParam()));
  ASSERT_FALSE(is_found(run));
  for (const auto& entry : fs::recursive_directory_iterator(run)) {
    if (entry.path().extension() != ".h5") continue;
    std::vector<bool> is_looked_at(entry.file_size());
    for (std::size_t byte = 0; byte < is_looked_at.size(); byte += stride)
      is_looked_at[byte] = true;
    const auto laid_out = PreallocatedFile::open(entry.path(), RawFile::Mode::read);
    for (const auto& [name, extent] : laid_out.extents())
      for (std::uint64_t i = 0; extent.changes && i < extent.bytes; ++i)
        is_looked_at[extent.offset + i] = true;

    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    for (std::size_t byte = 0; byte < is_looked_at.size(); ++byte) {
      if (!is_looked_at[byte]) continue;
      flip(file, byte);
      EXPECT_TRUE(is_found(run)) << entry.path() << ": byte " << byte;
      flip(file, byte);
    }
  }
  EXPECT_FALSE(is_found(run));
}

INSTANTIATE_TEST_SUITE_P(
    Store, EveryByte,
    ::testing::Values(StateShape{"one_rung_without_state", 1, {}, {}, false},
                      StateShape{"one_rung_with_momentum", 1, {"momentum"}, {}, true},
                      StateShape{"rungs_without_scalars", 2, {"momentum"}, {}, true},
                      StateShape{"rungs_with_all", 2, {"momentum"}, {"xi", "n"}, true},
                      StateShape{"shared_draws", 3, {"momentum"}, {}, true, 2}),
    [](const auto& shape) { return std::string(shape.param.name); });

}  // namespace
}  // namespace temper
