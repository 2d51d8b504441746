#pragma once
// Whether two runs are the same, byte for byte.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace temper {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Every HDF5 file of two runs of the small description.
/// @param n_expected  by default a run, two checkpoints, six replicas
inline void expect_same_files(const std::string& one, const std::string& other,
                              std::size_t n_expected = 9) {
  std::size_t n_files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(one)) {
    if (entry.path().extension() != ".h5") continue;
    ++n_files;
    const auto relative = std::filesystem::relative(entry.path(), one);
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(std::filesystem::path(other) / relative))
        << relative;
  }
  EXPECT_EQ(n_files, n_expected);
}

}  // namespace temper
