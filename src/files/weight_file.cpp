#include "files/weight_file.h"

#include <fmt/format.h>

#include <bit>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "base/memory_limit.h"
#include "files/npy.h"
#include "files/open_file.h"
#include "files/zip_file.h"

namespace temper {
namespace {

Tensors read_npz(const std::string& path) {
  constexpr std::string_view suffix = ".npy";
  const ZipFile zip(path);
  Tensors tensors;
  std::string space;
  for (const auto& name : zip.names()) {
    if (!name.ends_with(suffix)) continue;
    const auto bare = name.substr(0, name.size() - suffix.size());
    tensors.emplace(bare, parse_npy(zip.extract(name, space), fmt::format("{}: {}", path, bare)));
  }
  return tensors;
}

template <class T>
T number_at(std::string_view bytes, std::size_t i) {
  T value;
  std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}

float from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// IEEE 754 binary16.
float from_float16(std::uint16_t bits) {
  const int exponent = bits >> 10 & 31, fraction = bits & 1023;
  const float sign = (bits & 0x8000) == 0 ? 1.0f : -1.0f;
  if (exponent == 31) return fraction == 0 ? sign * INFINITY : NAN;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

/// One tensor of a safetensors file. Every refusal names it.
class Tensor {
 public:
  Tensor(std::string origin, const nlohmann::json& entry, std::string_view data)
      : origin_(std::move(origin)), entry_(entry), data_(data) {}

  Array read() const {
    const auto type = entry_.at("dtype").get<std::string>();
    if (type == "F64") return numbers(8, number_at<double>);
    if (type == "F32") return numbers(4, number_at<float>);
    if (type == "F16")
      return numbers(
          2, [](auto bytes, auto i) { return from_float16(number_at<std::uint16_t>(bytes, i)); });
    if (type == "BF16")
      return numbers(
          2, [](auto bytes, auto i) { return from_bfloat16(number_at<std::uint16_t>(bytes, i)); });
    throw DataError(
        fmt::format("{}: holds {}; F64, F32, F16 or BF16 would be right", origin_, type));
  }

  /// As the header says: of the whole file, no more than there are.
  std::size_t n_bytes() const {
    const auto offsets = entry_.at("data_offsets").get<std::vector<std::size_t>>();
    return offsets.size() == 2 && offsets[0] <= offsets[1] && offsets[1] <= data_.size()
               ? offsets[1] - offsets[0]
               : 0;
  }

 private:
  template <class Read>
  Array numbers(std::size_t width, Read number) const {
    const auto shape = entry_.at("shape").get<std::vector<std::size_t>>();
    const auto offsets = entry_.at("data_offsets").get<std::vector<std::size_t>>();
    std::size_t n = 1, n_bytes = 0;
    bool is_damaged = offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data_.size();
    for (const auto length : shape)
      is_damaged = is_damaged || __builtin_mul_overflow(n, length, &n);
    is_damaged = is_damaged || __builtin_mul_overflow(n, width, &n_bytes) ||
                 offsets[1] - offsets[0] != n_bytes;
    if (is_damaged)
      throw DataError(origin_ + ": its numbers are not where the header says; the file is damaged");
    require_memory(n * sizeof(double), origin_);
    const auto bytes = data_.substr(offsets[0], n_bytes);
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(number(bytes, i));
    return {shape, std::move(values)};
  }

  std::string origin_;
  const nlohmann::json& entry_;
  std::string_view data_;
};

Tensors read_safetensors(const std::string& path) {
  const auto file = read_file(path);
  const std::string_view bytes(file);
  constexpr std::size_t length_bytes = 8;
  const auto length = bytes.size() < length_bytes ? UINT64_MAX : number_at<std::uint64_t>(bytes, 0);
  if (bytes.size() < length_bytes || length > bytes.size() - length_bytes)
    throw DataError(path + ": is shorter than its header says; it is no whole safetensors file");
  Tensors tensors;
  try {
    const auto header = nlohmann::json::parse(bytes.substr(length_bytes, length));
    const auto data = bytes.substr(length_bytes + length);
    std::size_t n_bytes = 0;
    for (const auto& [name, entry] : header.items())
      if (name != "__metadata__") {
        const Tensor tensor(fmt::format("{}: {}", path, name), entry, data);
        n_bytes += tensor.n_bytes();
        if (n_bytes > data.size())
          throw DataError(path + ": its tensors overlap; the file is damaged");
        tensors.emplace(name, tensor.read());
      }
  } catch (const nlohmann::json::exception& error) {
    throw DataError(
        fmt::format("{}: its header is no JSON of safetensors ({})", path, error.what()));
  }
  return tensors;
}

}  // namespace

Tensors read_weight_file(const std::string& path) {
  if (path.ends_with(".npz")) return read_npz(path);
  if (path.ends_with(".safetensors")) return read_safetensors(path);
  throw DataError(path + ": is no file of weights; .npz or .safetensors would be right");
}

}  // namespace temper
