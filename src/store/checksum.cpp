#include "store/checksum.h"

#include <zlib.h>

namespace temper {

Checksum& Checksum::add_bytes(std::span<const std::byte> bytes) {
  if (bytes.empty()) {  // zlib takes a null pointer for a wish to begin
    if (starts_anew_at_nothing_) value_ = 0;
    return *this;
  }
  value_ = static_cast<std::uint32_t>(
      crc32_z(value_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
  return *this;
}

}  // namespace temper
