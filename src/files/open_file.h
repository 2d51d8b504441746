#pragma once
// Data files that must exist.

#include <cstddef>
#include <string>

namespace temper {

/// The size in bytes. Throws DataError if there is no such file, or it isn't one.
std::size_t require_file(const std::string& path);

/// The whole file. Throws DataError.
std::string read_file(const std::string& path);

}  // namespace temper
