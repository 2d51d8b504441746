#pragma once
// A file of a run that somebody else has made, read by what reads it. Who can write a file can
// write its checksum, so that one is set right.

#include <functional>
#include <string>

#include "base/errors.h"
#include "h5/apart.h"
#include "h5/preallocated_file.h"
#include "input_file.h"
#include "store/run_folder.h"
#include "store/static_checksum.h"

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

/// @param name  of the file in the run that these bytes are
/// @param read  what reads that file
inline int read_run(const std::string& name, const std::uint8_t* bytes, std::size_t size,
                    const std::function<void(const RunFolder&)>& read) {
  static const FuzzFolder folder;
  static const bool is_ready = [] {
    trust_folder(folder.path());  // no child: sanitizers see here what it would see
    return std::filesystem::create_directories(folder.path() + "/draws");
  }();
  if (!is_ready) return -1;
  seal(folder.write(name, bytes, size));
  attempt([&] { read(RunFolder(folder.path())); });
  return 0;
}

}  // namespace temper
