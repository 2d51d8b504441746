#pragma once
// The fuzzer's bytes as a file, for readers that take a path.

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace temper {

/// A folder of this process in memory, gone with it.
class FuzzFolder {
 public:
  FuzzFolder() : path_("/dev/shm/temper-fuzz-" + std::to_string(getpid())) {
    std::filesystem::create_directories(path_);
  }
  ~FuzzFolder() { std::filesystem::remove_all(path_); }
  FuzzFolder(const FuzzFolder&) = delete;

  const std::string& path() const { return path_; }

  /// Writes `name` in the folder and returns its path. It is a new file each time, so that what
  /// tries a file once in a child tries each.
  std::string write(const std::string& name, const std::uint8_t* bytes, std::size_t size) const {
    auto path = path_ + "/" + name;
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes), static_cast<std::streamsize>(size));
    return path;
  }

 private:
  std::string path_;
};

}  // namespace temper
