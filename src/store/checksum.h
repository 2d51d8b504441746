#pragma once
// CRC-32 as zlib computes it, over the bytes as they are stored.
//
// Files of format version 1 have another rule: adding no bytes at all (the scalars of a kernel that
// has none, the swaps of a run of one rung) started the sum anew, so that what came before wasn't
// covered. Their sums are computed as they were.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace temper {

class Checksum {
 public:
  /// @param version  of the format of the file that the sum is stored in
  explicit Checksum(std::uint64_t version) : starts_anew_at_nothing_(version == 1) {}

  Checksum& add_bytes(std::span<const std::byte> bytes);

  template <class T>
  Checksum& add(std::span<const T> values) {
    return add_bytes(std::as_bytes(values));
  }
  template <class T>
  Checksum& add(const std::vector<T>& values) {
    return add_bytes(std::as_bytes(std::span(values)));
  }
  template <class T>
  Checksum& add_value(const T& value) {
    return add_bytes(std::as_bytes(std::span(&value, 1)));
  }

  std::uint32_t value() const { return value_; }

 private:
  bool starts_anew_at_nothing_;
  std::uint32_t value_ = 0;
};

}  // namespace temper
