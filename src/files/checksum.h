#pragma once
// A fingerprint of the data, so that a resumed run notices that its data has changed.
//
// XXH64: 64 bits, so that two different sets agree by chance once in 10^19, and as fast as memory:
// CRC-32 would take a third of the time that Fashion-MNIST needs to load.
// Source: Y. Collet, "xxHash fast digest algorithm", specification 0.1.1, 2018, section XXH64.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace temper {

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed = 0);

/// Of all that a file holds; of none if it can't be read.
std::uint64_t checksum_of_file(const std::string& path, std::uint64_t seed = 0);

}  // namespace temper
