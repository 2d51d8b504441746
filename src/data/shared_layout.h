#pragma once
// How a data set lies in the memory that the ranks of a node share: its checksum, then inputs,
// targets, labels and weights of training, validation and test, each on a cache line of its own.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "data/dataset.h"

namespace temper {

/// The same memory as a Part, to be written.
struct PartMemory {
  std::span<float> inputs;
  std::span<float> targets;
  std::span<std::int32_t> labels;
  std::span<float> weights;  ///< of training, if there are any
};

struct SharedLayout {
  std::array<PartMemory, 3> parts;  ///< training, validation, test
  std::span<std::byte> values;      ///< all of them, with their padding
  std::uint64_t* checksum = nullptr;
};

/// @param dataset  its sizes; what it points to is not read
std::size_t shared_bytes(const Dataset& dataset);

/// @param memory  [shared_bytes(dataset)]
SharedLayout layout_over(const Dataset& dataset, std::span<std::byte> memory);

/// Zeroes the padding between the pieces, which the checksum covers and nobody else writes.
void clear_padding(const SharedLayout& window);

/// Points the parts and the checksum of a data set to a window that has been written.
void view(Dataset& dataset, const SharedLayout& window);

}  // namespace temper
