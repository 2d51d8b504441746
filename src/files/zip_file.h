#pragma once
// Reads ZIP archives, which is what .npz files are: entries stored or deflated.
//
// Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16. Not ZIP64.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace temper {

/// Every member throws DataError naming the path if the archive is damaged.
class ZipFile {
 public:
  explicit ZipFile(const std::string& path);

  const std::string& path() const { return path_; }
  std::vector<std::string> names() const;

  /// The entry's bytes, checked by its CRC-32: in the archive if they are stored, else in `space`,
  /// which must live as long. `name` must be one of names().
  std::string_view extract(const std::string& name, std::string& space) const;

 private:
  struct Entry {
    std::uint32_t method = 0;
    std::uint32_t crc = 0;
    std::uint32_t compressed_size = 0;
    std::uint32_t size = 0;
    std::uint32_t offset = 0;  ///< of its local header
  };

  std::size_t find_end_record() const;
  std::size_t read_entry(std::size_t at);
  std::string_view bytes_of(const Entry& entry) const;
  std::string inflated(std::string_view bytes, const Entry& entry) const;
  std::uint32_t number(std::size_t at, std::size_t n_bytes) const;
  [[noreturn]] void refuse(const std::string& problem) const;

  std::string path_;
  std::string archive_;
  std::map<std::string, Entry> entries_;
};

}  // namespace temper
