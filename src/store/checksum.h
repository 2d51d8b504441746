#pragma once
// CRC-32 as zlib computes it, over the bytes as they are stored.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace temper {

class Checksum {
 public:
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
  std::uint32_t value_ = 0;
};

}  // namespace temper
