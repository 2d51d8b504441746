#pragma once
// Rows of several datasets with one checksum over them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "h5/preallocated_file.h"

namespace temper {

/// What one row of one dataset is to hold.
struct RowField {
  std::string dataset;
  std::span<const std::byte> bytes;
};

template <class T>
RowField row_field(const std::string& dataset, std::span<const T> values) {
  return {dataset, std::as_bytes(values)};
}

/// Writes the fields at `row`, then their checksum into `checksum_dataset`.
///
/// A row that is `committed` is being computed again, after a resume: it must come out the same.
/// Throws IoError if the stored row is whole and differs. A damaged one is mended.
void write_row(PreallocatedFile& file, const std::string& checksum_dataset, std::uint64_t row,
               std::span<const RowField> fields, bool committed);

/// Whether the stored row has the checksum that is stored beside it.
bool row_is_whole(const PreallocatedFile& file, const std::string& checksum_dataset,
                  std::uint64_t row, std::span<const std::string> datasets);

}  // namespace temper
