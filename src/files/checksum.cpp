#include "files/checksum.h"

#include <array>
#include <bit>
#include <cstring>
#include <fstream>
#include <iterator>

namespace temper {
namespace {

constexpr std::uint64_t prime_1 = 0x9E3779B185EBCA87, prime_2 = 0xC2B2AE3D27D4EB4F,
                        prime_3 = 0x165667B19E3779F9, prime_4 = 0x85EBCA77C2B2AE63,
                        prime_5 = 0x27D4EB2F165667C5;

/// The next number of type T, as little-endian machines store it.
template <class T>
T take(std::span<const std::byte>& bytes) {
  T number;
  std::memcpy(&number, bytes.data(), sizeof(T));
  bytes = bytes.subspan(sizeof(T));
  return number;
}

std::uint64_t round(std::uint64_t lane, std::uint64_t word) {
  return std::rotl(lane + word * prime_2, 31) * prime_1;
}

/// Hashes all whole stripes of 32 bytes in four lanes, and merges the lanes.
std::uint64_t hash_stripes(std::span<const std::byte>& bytes, std::uint64_t seed) {
  std::array lanes{seed + prime_1 + prime_2, seed + prime_2, seed, seed - prime_1};
  while (bytes.size() >= 32)
    for (auto& lane : lanes) lane = round(lane, take<std::uint64_t>(bytes));
  std::uint64_t hash = std::rotl(lanes[0], 1) + std::rotl(lanes[1], 7) + std::rotl(lanes[2], 12) +
                       std::rotl(lanes[3], 18);
  for (const auto lane : lanes) hash = (hash ^ round(0, lane)) * prime_1 + prime_4;
  return hash;
}

std::uint64_t hash_rest(std::span<const std::byte> bytes, std::uint64_t hash) {
  while (bytes.size() >= 8)
    hash = std::rotl(hash ^ round(0, take<std::uint64_t>(bytes)), 27) * prime_1 + prime_4;
  if (bytes.size() >= 4)
    hash = std::rotl(hash ^ take<std::uint32_t>(bytes) * prime_1, 23) * prime_2 + prime_3;
  while (!bytes.empty()) hash = std::rotl(hash ^ take<std::uint8_t>(bytes) * prime_5, 11) * prime_1;
  return hash;
}

std::uint64_t avalanche(std::uint64_t hash) {
  hash = (hash ^ hash >> 33) * prime_2;
  hash = (hash ^ hash >> 29) * prime_3;
  return hash ^ hash >> 32;
}

}  // namespace

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed) {
  const auto size = bytes.size();
  const auto hash = size >= 32 ? hash_stripes(bytes, seed) : seed + prime_5;
  return avalanche(hash_rest(bytes, hash + size));
}

std::uint64_t checksum_of_file(const std::string& path, std::uint64_t seed) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), {});
  return checksum(std::as_bytes(std::span(bytes)), seed);
}

}  // namespace temper
