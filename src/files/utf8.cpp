#include "files/utf8.h"

#include <cstdint>
#include <cstring>

namespace temper {
namespace {

bool is_in(std::string_view text, std::size_t i, unsigned low, unsigned high) {
  if (i >= text.size()) return false;
  const auto byte = static_cast<unsigned char>(text[i]);
  return byte >= low && byte <= high;
}

/// The length of the character that starts at i; 0 if none does.
std::size_t length_at(std::string_view text, std::size_t i) {
  const auto first = static_cast<unsigned char>(text[i]);
  const auto follows = [&](std::size_t at) { return is_in(text, i + at, 0x80, 0xBF); };
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  if (first < 0xF0) {
    const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
    return is_in(text, i + 1, low, high) && follows(2) ? 3 : 0;
  }
  const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
  return is_in(text, i + 1, low, high) && follows(2) && follows(3) ? 4 : 0;
}

bool are_ascii(const char* eight) {
  std::uint64_t word = 0;
  std::memcpy(&word, eight, sizeof word);
  return (word & 0x8080808080808080U) == 0;
}

}  // namespace

std::optional<std::size_t> find_not_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (i + 8 <= text.size() && are_ascii(&text[i])) {
      i += 8;
      continue;
    }
    const auto length = length_at(text, i);
    if (length == 0) return i;
    i += length;
  }
  return {};
}

}  // namespace temper
