#include "net/dot_gemm.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "net/dot_gemm.cpp"
#include <hwy/foreach_target.h>
// foreach_target.h must come first
#include "base/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace temper::HWY_NAMESPACE {

// A tile of dot products, as many as there are registers for: 4 x 4 of 32, 3 x 4 of 16.
inline constexpr std::size_t tile_cols = 4;
#if HWY_TARGET == HWY_SSE4 || HWY_TARGET == HWY_AVX2
inline constexpr std::size_t tile_rows = 3;
#else
inline constexpr std::size_t tile_rows = 4;
#endif

using FourTag = hn::CappedTag<float, 4>;
using Four = hn::Vec<FourTag>;

/// The sums of each block of four lanes, in one of them each: (a, b, c, d) in every block.
template <class D, class V>
HWY_INLINE V sums_in_blocks(D d, V a, V b, V c, V e) {
  const hn::Repartition<double, D> pairs;
  const auto ab = hn::Add(hn::InterleaveLower(d, a, b), hn::InterleaveUpper(d, a, b));
  const auto ce = hn::Add(hn::InterleaveLower(d, c, e), hn::InterleaveUpper(d, c, e));
  const auto low = hn::InterleaveLower(pairs, hn::BitCast(pairs, ab), hn::BitCast(pairs, ce));
  const auto high = hn::InterleaveUpper(pairs, hn::BitCast(pairs, ab), hn::BitCast(pairs, ce));
  return hn::Add(hn::BitCast(d, low), hn::BitCast(d, high));
}

/// The sum of a vector's blocks of four lanes.
template <class D, class V>
HWY_INLINE Four sum_of_blocks([[maybe_unused]] D d, V v) {
  if constexpr (hn::MaxLanes(D()) <= 4) {
    return v;
  } else {
    const hn::Half<D> half;
    return sum_of_blocks(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  }
}

/// Rows of the two factors, and where their dot products go.
struct Tile {
  const float* left[tile_rows];
  const float* right[tile_cols];
  float* result;
  std::size_t stride, rows, cols;  ///< of result; fewer rows and cols than a tile's at the edges
};

template <bool is_whole>
HWY_INLINE Reals load(const float* from, std::size_t n) {
  if constexpr (is_whole) return hn::LoadU(FloatTag(), from);
  return load_first(n, from);
}

/// Adds the products of so many lanes from `k` on.
template <bool is_whole>
HWY_INLINE void add_products(const Tile& tile, std::size_t k, std::size_t n,
                             Reals (&sums)[tile_rows][tile_cols]) {
  Reals right[tile_cols];
  for (std::size_t col = 0; col < tile_cols; ++col)
    right[col] = load<is_whole>(tile.right[col] + k, n);
  for (std::size_t row = 0; row < tile_rows; ++row) {
    const Reals left = load<is_whole>(tile.left[row] + k, n);
    for (std::size_t col = 0; col < tile_cols; ++col)
      sums[row][col] = hn::MulAdd(left, right[col], sums[row][col]);
  }
}

HWY_INLINE void store(const Tile& tile, std::size_t row, Four sums, Update update) {
  const FourTag four;
  float* const to = tile.result + row * tile.stride;
  if (tile.cols == tile_cols)
    return hn::StoreU(update == Update::add ? hn::Add(hn::LoadU(four, to), sums) : sums, four, to);
  float values[tile_cols];
  hn::StoreU(sums, four, values);
  for (std::size_t col = 0; col < tile.cols; ++col)
    to[col] = update == Update::add ? to[col] + values[col] : values[col];
}

HWY_INLINE void multiply_tile(const Tile& tile, std::size_t inner, Update update) {
  const FloatTag f;
  Reals sums[tile_rows][tile_cols];
  for (auto& row : sums)
    for (auto& sum : row) sum = hn::Zero(f);
  std::size_t k = 0;
  for (; k + hn::Lanes(f) <= inner; k += hn::Lanes(f)) add_products<true>(tile, k, 0, sums);
  if (k < inner) add_products<false>(tile, k, inner - k, sums);
  for (std::size_t row = 0; row < tile_rows; ++row) {
    const auto& [a, b, c, d] = sums[row];
    if (row < tile.rows) store(tile, row, sum_of_blocks(f, sums_in_blocks(f, a, b, c, d)), update);
  }
}

/// At the edges a tile takes the last row again, and drops what comes of it.
void dot_gemm(const MatrixView& left, const MatrixView& right, float* result, Update update) {
  const std::size_t inner = left.cols;
  for (std::size_t j = 0; j < right.rows; j += tile_cols)
    for (std::size_t i = 0; i < left.rows; i += tile_rows) {
      Tile tile{{},
                {},
                result + i * right.rows + j,
                right.rows,
                std::min(tile_rows, left.rows - i),
                std::min(tile_cols, right.rows - j)};
      for (std::size_t row = 0; row < tile_rows; ++row)
        tile.left[row] = left.data + std::min(i + row, left.rows - 1) * inner;
      for (std::size_t col = 0; col < tile_cols; ++col)
        tile.right[col] = right.data + std::min(j + col, right.rows - 1) * inner;
      multiply_tile(tile, inner, update);
    }
}

}  // namespace temper::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace temper {

HWY_EXPORT(dot_gemm);

void dot_gemm(const MatrixView& left, const MatrixView& right, float* result, Update update) {
  HWY_DYNAMIC_DISPATCH(dot_gemm)(left, right, result, update);
}

}  // namespace temper
#endif
