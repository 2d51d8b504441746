#pragma once
// Means and standard deviations of the training split, and numbers freed from them.

#include <cstdint>
#include <span>

#include "data/dataset.h"
#include "files/raw_matrix.h"

namespace temper {

/// One mean and sd for each column. A column that never changes has sd 1.
Scaling scaling_by_column(const RawMatrix& matrix, std::span<const std::uint32_t> rows);

/// One mean and sd for all numbers, repeated for each column. For images: by pixel, a pixel that
/// is dark but for one example would be blown up to sqrt(N) standard deviations there.
Scaling scaling_of_all(const RawMatrix& matrix, std::span<const std::uint32_t> rows);

/// Writes (x - mean) / sd of some rows; x itself where scaling is empty.
/// @param out  [rows.size(), n_columns]
void write_rows(const RawMatrix& matrix, std::span<const std::uint32_t> rows,
                const Scaling& scaling, std::span<float> out);

}  // namespace temper
