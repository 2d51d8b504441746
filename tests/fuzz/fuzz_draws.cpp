#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "read_run.h"
#include "store/checked_row.h"
#include "store/draws_file.h"
#include "store/run_layout.h"
#include "store/run_reader.h"

namespace {

void read_draws(const temper::RunFolder& folder) {
  using namespace temper;
  const auto file = open_draws_file(folder, {.n_replicas = 6}, 0, RawFile::Mode::read);
  static_part_is_whole(file);
  std::vector<float> theta(
      std::min<std::uint64_t>(file.extent("theta").row_bytes() / sizeof(float), 1 << 20));
  attempt([&] { parameter_names(folder, theta.size()); });
  const auto n_draws = std::min<std::uint64_t>(file.extent("theta").n_rows(), 100);
  for (std::uint64_t draw = 0; draw < n_draws; ++draw)
    attempt([&] {
      row_is_whole(file, "checksum", draw, std::array{std::string("theta")});
      file.read("theta", draw, std::span(theta));
    });
  attempt([&] { row_is_whole(file, "best_checksum", 1, best_fields()); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  return temper::read_run("draws/replica-0000.h5", bytes, size, read_draws);
}
