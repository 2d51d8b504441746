#pragma once
// Reads a file, uncompressing it if it is compressed by gzip.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct gzFile_s;

namespace temper {

/// Every member throws DataError naming the path.
class GzipFile {
 public:
  explicit GzipFile(const std::string& path);

  const std::string& path() const { return path_; }

  /// No more than this can be in it: deflate shrinks at most 1032 times.
  std::size_t max_size() const { return max_size_; }

  /// Fills all of `out`; a file that ends before is truncated.
  void read(std::span<std::uint8_t> out);

  /// All that is left.
  std::string read_all();

  /// Throws if there is more to read.
  void require_end();

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };

  std::string path_;
  std::size_t max_size_;
  std::unique_ptr<gzFile_s, Close> file_;
};

}  // namespace temper
