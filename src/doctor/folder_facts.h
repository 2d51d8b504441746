#pragma once
// What the file system of a run's folder can do.

#include <cstdint>
#include <string>

namespace temper {

struct FolderFacts {
  std::string path;         ///< the folder, or the nearest above it that exists
  std::string file_system;  ///< "ext4", "nfs", "lustre", …; in hexadecimal if unknown
  bool is_shared = false;   ///< a file system that other hosts see
  bool is_writable = false;
  bool has_locks = false;  ///< byte-range locks, as a run uses them
  std::uint64_t free = 0;  ///< room for this user [bytes]
};

/// Looks, by a small file that it removes again.
FolderFacts look_at_folder(const std::string& folder);

}  // namespace temper
