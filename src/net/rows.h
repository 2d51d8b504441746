#pragma once
// Arithmetic on blocks of rows, element by element, at the speed of the SIMD unit.

#include <span>

namespace temper {

/// Makes every row of `rows` [n, row.size()] the given one.
void fill_rows(std::span<const float> row, std::span<float> rows);

/// Adds the rows of `rows` [n, sum.size()] to `sum`, in their order.
void add_rows(std::span<const float> rows, std::span<float> sum);

/// values[i] *= factors[i].
void multiply(std::span<float> values, std::span<const float> factors);

}  // namespace temper
