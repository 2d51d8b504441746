#include "store/checksum.h"

#include <zlib.h>

namespace temper {

Checksum& Checksum::add_bytes(std::span<const std::byte> bytes) {
  value_ = static_cast<std::uint32_t>(
      crc32_z(value_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
  return *this;
}

}  // namespace temper
