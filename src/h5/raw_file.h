#pragma once
// A file written at given offsets, without HDF5. Every call is finished in full or throws IoError
// "path: what failed: the system's reason".

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace temper {

class RawFile {
 public:
  enum class Mode {
    read,
    update,  ///< read and write a file that exists
    append,  ///< created if missing; every write goes to its end
  };

  RawFile(const std::string& path, Mode mode);
  ~RawFile();
  RawFile(RawFile&& other) noexcept;
  RawFile& operator=(RawFile&& other) noexcept;

  void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  void read_at(std::uint64_t offset, std::span<std::byte> bytes) const;

  /// One write(2), so that lines of several processes don't mix.
  void append(const std::string& line);

  /// Reserves disk space for the whole of the file, so that writing within it can't find the disk
  /// full. The IoError says how much was wanted.
  void allocate();

  void sync();  ///< fdatasync
  std::uint64_t size() const;
  const std::string& path() const { return path_; }

 private:
  [[noreturn]] void fail(const std::string& what, int error) const;

  std::string path_;
  int descriptor_ = -1;
};

/// Makes renames and new names in a folder survive a loss of power. An empty path is the working
/// folder.
void sync_folder(const std::string& path);

/// "1.5 GB": decimal units, for messages.
std::string in_units(std::uint64_t bytes);

}  // namespace temper
