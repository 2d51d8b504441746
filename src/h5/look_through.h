#pragma once
// The first reading of an HDF5 file (h5/apart.h): whatever HDF5 could stumble over in it.

#include <string>
#include <vector>

namespace temper {

/// Lets a child go through the file before this process opens it. Throws IoError naming the path if
/// HDF5 crashes on it. Values that lie in the file as they are, which HDF5 only copies, are left
/// out beyond a few megabytes.
void look_through_apart(const std::string& path);

/// The same for several files by one child, which says nothing if it is killed.
void look_through_apart(const std::vector<std::string>& paths);

}  // namespace temper
