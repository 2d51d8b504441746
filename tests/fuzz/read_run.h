#pragma once
// A run of which somebody else has made one file, read by all that reads runs. Who can write a file
// can write its checksum, so that one is set right.

#include <functional>
#include <string>

#include "base/errors.h"
#include "input_file.h"
#include "store/predictions_file.h"
#include "store/run_reader.h"
#include "store/run_store.h"
#include "store/static_checksum.h"
#include "store/summary.h"
#include "store/verify.h"

namespace temper {

/// Whatever is refused is fine.
inline void attempt(const std::function<void()>& task) {
  try {
    task();
  } catch (const Error&) {
  }
}

inline void seal(const std::string& path) {
  attempt([&] {
    auto file = PreallocatedFile::open(path);
    write_static_checksum(file);
  });
}

inline void read_all_of(const std::string& path) {
  const RunFolder folder(path);
  attempt([&] { summarise_run(path); });
  attempt([&] { verify_run(path); });
  attempt([&] {
    const auto tables = read_tables(folder);
    std::vector<float> theta(std::min<std::size_t>(tables.n_parameters, 1 << 20));
    for (std::uint32_t replica = 0; replica < std::min<std::size_t>(tables.n_replicas(), 8);
         ++replica) {
      const DrawsReader draws(folder, replica);
      draws.read_best(tables.committed, theta);
      for (std::uint64_t draw = 0; draw < tables.draw_sweep.size(); ++draw) draws.read(draw, theta);
    }
    for (std::uint64_t sweep = 0; sweep < tables.committed; ++sweep)
      tables.replica_on(0, tables.n_copies - 1, sweep);
  });
}

/// @param name  of the file in the run that these bytes are
inline int read_run(const std::string& name, const std::uint8_t* bytes, std::size_t size) {
  static const FuzzFolder folder;
  static const std::string sample = TEMPER_SOURCE_DIR "/tests/unit/store/versions/version_2";
  static const bool is_copied = [] {
    std::filesystem::copy(sample, folder.path(),
                          std::filesystem::copy_options::recursive |
                              std::filesystem::copy_options::overwrite_existing);
    return true;
  }();
  if (!is_copied) return -1;
  seal(folder.write(name, bytes, size));
  read_all_of(folder.path());
  return 0;
}

}  // namespace temper
