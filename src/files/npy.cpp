#include "files/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <map>
#include <utility>

#include "base/errors.h"
#include "base/memory_limit.h"

namespace temper {
namespace {

constexpr double not_exact = 9007199254740992;  // 2^53: the next whole number reads as this one

struct NpyHeader {
  std::string type;  ///< "<f8"
  bool fortran_order = false;
  std::vector<std::size_t> shape;
};

class NpyParser {
 public:
  NpyParser(std::string_view bytes, const std::string& origin) : rest_(bytes), origin_(origin) {}

  Array parse() {
    const NpyHeader header = parse_header(header_text());
    const auto n = n_values(header.shape);
    if (is_text(header.type)) return {header.shape, {}, decode_text(header, n)};
    Array array{header.shape, decode(header.type, n), std::move(vast_)};
    if (header.fortran_order)
      std::visit([&](auto& values) { values = transposed(values, header.shape); }, array.values);
    return array;
  }

 private:
  [[noreturn]] void refuse(const std::string& problem) const {
    throw DataError(origin_ + ": " + problem);
  }

  std::string_view take(std::size_t n) {
    if (rest_.size() < n)
      refuse(fmt::format("is truncated: {} bytes are missing", n - rest_.size()));
    const auto taken = rest_.substr(0, n);
    rest_.remove_prefix(n);
    return taken;
  }

  /// The header's dictionary, after the magic string, the version, and its own length.
  std::string_view header_text() {
    if (!rest_.starts_with("\x93NUMPY")) refuse("is not an .npy array");
    const auto major = static_cast<unsigned char>(take(8)[6]);
    std::size_t length = 0;
    const auto bytes = take(major == 1 ? 2 : 4);
    for (std::size_t i = 0; i < bytes.size(); ++i)
      length |= std::size_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    return take(length);
  }

  /// What follows 'key': in the dictionary.
  std::string_view value_of(std::string_view text, std::string_view key) const {
    const auto at = text.find(fmt::format("'{}':", key));
    if (at == std::string_view::npos) refuse(fmt::format("has no '{}' in its header", key));
    auto value = text.substr(at + key.size() + 3);
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
  }

  NpyHeader parse_header(std::string_view text) const {
    NpyHeader header;
    const auto type = value_of(text, "descr");
    if (!type.starts_with('\'')) refuse("is a structured array; save plain numbers");
    header.type = type.substr(1, type.substr(1).find('\''));
    header.fortran_order = value_of(text, "fortran_order").starts_with("True");
    header.shape = parse_shape(value_of(text, "shape"));
    return header;
  }

  /// "(3, 4)", "(3,)" or "()".
  std::vector<std::size_t> parse_shape(std::string_view text) const {
    const auto end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos) refuse("has a damaged shape");
    std::vector<std::size_t> shape;
    for (const char* next = text.data() + 1; next < text.data() + end;) {
      std::size_t length = 0;
      const auto parsed = std::from_chars(next, text.data() + end, length);
      if (parsed.ec == std::errc{}) shape.push_back(length);
      next = parsed.ec == std::errc{} ? parsed.ptr : next + 1;  // past ", "
    }
    return shape;
  }

  std::size_t n_values(const std::vector<std::size_t>& shape) const {
    std::size_t n = 1;
    for (const auto length : shape)
      if (__builtin_mul_overflow(n, length, &n)) refuse("has a damaged shape");
    if (n == 0) refuse("is an empty array");
    return n;
  }

  static bool is_text(const std::string& type) {
    return type.starts_with("<U") || type.starts_with("|S");
  }

  /// Characters of 4 bytes ("<U5") or of one ("|S5"), padded with zeros.
  std::vector<std::string> decode_text(const NpyHeader& header, std::size_t n) {
    if (header.fortran_order && header.shape.size() > 1)
      refuse("is text in Fortran order; save it in C order");
    const bool is_wide = header.type[1] == 'U';
    std::size_t length = 0;
    std::from_chars(header.type.data() + 2, header.type.data() + header.type.size(), length);
    const std::size_t size = length * (is_wide ? 4 : 1);
    if (size == 0 || n > rest_.size() / size) refuse("is truncated or has elements without length");
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < n; ++i) {
      const auto element = take(size);
      texts.push_back(is_wide ? in_utf8(element)
                              : std::string(element.substr(0, element.find('\0'))));
    }
    return texts;
  }

  static std::string in_utf8(std::string_view wide) {
    std::string text;
    for (std::size_t i = 0; i + 4 <= wide.size(); i += 4) {
      char32_t c = 0;
      std::memcpy(&c, wide.data() + i, sizeof c);
      if (c == 0) break;
      const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80 | (c >> shift & 0x3F));
      };
      if (c < 0x80) {
        text += static_cast<char>(c);
      } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | c >> 6);
        tail(0);
      } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | c >> 12);
        tail(6);
        tail(0);
      } else {
        text += static_cast<char>(0xF0 | (c >> 18 & 7));
        tail(12);
        tail(6);
        tail(0);
      }
    }
    return text;
  }

  RawMatrix::Values decode(const std::string& type, std::size_t n) {
    using Decode = RawMatrix::Values (NpyParser::*)(std::size_t);
    static const std::map<std::string, Decode> decoders = {
        {"<f4", &NpyParser::decode_as<float, float>},
        {"<f8", &NpyParser::decode_as<double, double>},
        {"|b1", &NpyParser::decode_as<std::uint8_t, std::uint8_t>},
        {"|u1", &NpyParser::decode_as<std::uint8_t, std::uint8_t>},
        {"|i1", &NpyParser::decode_as<std::int8_t, float>},
        {"<i2", &NpyParser::decode_as<std::int16_t, double>},
        {"<u2", &NpyParser::decode_as<std::uint16_t, double>},
        {"<i4", &NpyParser::decode_as<std::int32_t, double>},
        {"<u4", &NpyParser::decode_as<std::uint32_t, double>},
        {"<i8", &NpyParser::decode_as<std::int64_t, double>},
        {"<u8", &NpyParser::decode_as<std::uint64_t, double>}};
    const auto found = decoders.find(type);
    if (found == decoders.end())
      refuse(
          fmt::format("has elements of type '{}'; save little-endian floats, integers or bool: "
                      "array.astype('<f4'), or text as array.astype(str)",
                      type));
    return (this->*found->second)(n);
  }

  template <class Stored, class Kept>
  RawMatrix::Values decode_as(std::size_t n) {
    if (n > rest_.size() / sizeof(Stored))
      refuse(
          fmt::format("is truncated: it has {} of {} elements", rest_.size() / sizeof(Stored), n));
    const auto bytes = take(n * sizeof(Stored));
    if (!rest_.empty()) refuse("is longer than its header says");
    require_memory(n * sizeof(Kept), origin_);
    std::vector<Kept> values(n);
    [[maybe_unused]] bool is_vast = false;
    if constexpr (std::is_same_v<Stored, Kept>) {
      std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
      for (std::size_t i = 0; i < n; ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = static_cast<Kept>(stored);
        if constexpr (sizeof(Stored) == 8) is_vast |= std::abs(values[i]) >= not_exact;
      }
      if constexpr (sizeof(Stored) == 8)
        if (is_vast) keep_as_text<Stored>(bytes);
    }
    return values;
  }

  template <class Stored>
  void keep_as_text(std::string_view bytes) {
    for (; !bytes.empty(); bytes.remove_prefix(sizeof(Stored))) {
      Stored stored;
      std::memcpy(&stored, bytes.data(), sizeof(Stored));
      vast_.push_back(fmt::format("{}", stored));
    }
  }

  /// From Fortran order, first index fastest, to C order, last index fastest.
  template <class T>
  static std::vector<T> transposed(const std::vector<T>& values,
                                   const std::vector<std::size_t>& shape) {
    std::vector<std::size_t> stride(shape.size(), 1), index(shape.size(), 0);
    for (std::size_t d = shape.size(); d-- > 1;) stride[d - 1] = stride[d] * shape[d];
    std::vector<T> result(values.size());
    std::size_t at = 0;
    for (const T value : values) {
      result[at] = value;
      for (std::size_t d = 0; d < shape.size(); ++d) {
        at += stride[d];
        if (++index[d] < shape[d]) break;
        at -= stride[d] * shape[d];
        index[d] = 0;
      }
    }
    return result;
  }

  std::string_view rest_;
  const std::string& origin_;
  std::vector<std::string> vast_;  ///< whole numbers, one of them beyond 2^53
};

}  // namespace

Array parse_npy(std::string_view bytes, const std::string& origin) {
  return NpyParser(bytes, origin).parse();
}

}  // namespace temper
