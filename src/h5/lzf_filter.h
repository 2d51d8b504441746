#pragma once
// The compression that h5py calls "lzf", which HDF5 itself doesn't have. Private to src/h5.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace temper {

inline constexpr int lzf_filter = 32000;  ///< as registered with the HDF Group for h5py

/// How many bytes these stand for; nothing if they are damaged.
std::optional<std::size_t> lzf_unpacked_size(std::span<const std::uint8_t> bytes);

/// Lets HDF5 read chunks that h5py compressed with compression="lzf". Again is harmless.
void register_lzf();

}  // namespace temper
