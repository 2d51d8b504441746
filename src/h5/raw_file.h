#pragma once
// A file written at given offsets, without HDF5. Every call is finished in full or throws IoError
// "path: what failed: the system's reason".
//
// Folders come from strangers: a file is written to only if it is a regular one with no other name,
// so that no link in a run leads out of it.

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
    create,  ///< read and write one that must not exist yet
    append,  ///< created if missing; every write goes to its end
  };

  RawFile(const std::string& path, Mode mode);
  ~RawFile();
  RawFile(RawFile&& other) noexcept;
  RawFile& operator=(RawFile&& other) noexcept;

  void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  void read_at(std::uint64_t offset, std::span<std::byte> bytes) const;

  /// One write(2), so that lines of several processes don't mix. Begins a new line if the file ends
  /// within one.
  void append(const std::string& text);

  /// Reserves disk space for the whole of the file, so that writing within it can't find the disk
  /// full. The IoError says how much was wanted.
  void allocate();

  /// Makes this file, a new one, what `other` is now, with its disk space reserved. Places of
  /// `other` that were reserved and never written are not read.
  void copy_from(const RawFile& other);

  void sync();  ///< fdatasync
  std::uint64_t size() const;
  const std::string& path() const { return path_; }

 private:
  void require_own(Mode mode) const;
  bool ends_within_a_line() const;
  std::uint64_t next_written(std::uint64_t offset) const;
  [[noreturn]] void fail(const std::string& what, int error) const;

  std::string path_;
  int descriptor_ = -1;
};

/// Writes a whole file: it appears by a rename, or stays as it was. Throws IoError.
void write_whole(const std::string& path, const std::string& text);

/// `path` with a suffix of its own, for a file that somebody else may be writing at the same time.
std::string name_of_ones_own(const std::string& path);

/// Makes renames and new names in a folder survive a loss of power. An empty path is the working
/// folder.
void sync_folder(const std::string& path);

/// "1.5 GB": decimal units, for messages.
std::string in_units(std::uint64_t bytes);

}  // namespace temper
