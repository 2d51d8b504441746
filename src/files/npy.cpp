#include "files/npy.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <map>
#include <utility>

#include "base/errors.h"
#include "base/memory_limit.h"

namespace temper {
namespace {

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
    Array array{header.shape, decode(header.type, n)};
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
                      "array.astype('<f4')",
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
    if constexpr (std::is_same_v<Stored, Kept>) {
      std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
      for (std::size_t i = 0; i < n; ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        values[i] = static_cast<Kept>(stored);
      }
    }
    return values;
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
};

}  // namespace

Array parse_npy(std::string_view bytes, const std::string& origin) {
  return NpyParser(bytes, origin).parse();
}

}  // namespace temper
