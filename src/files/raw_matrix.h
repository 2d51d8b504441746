#pragma once
// Numbers as they came from a file: bytes stay bytes, so that images cost a quarter of float32.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/variant.h"

namespace temper {

class RawMatrix {
 public:
  using Values = Variant<std::vector<double>, std::vector<float>, std::vector<std::uint8_t>>;

  RawMatrix() = default;
  /// @param values  [n_rows, n_columns], row-major
  /// @param unit    what each stored value is multiplied by: 1/255 for pixels
  RawMatrix(std::size_t n_columns, Values values, double unit = 1);

  std::size_t n_rows() const;
  std::size_t n_columns() const { return n_columns_; }

  /// @param out  [n_columns]
  void row(std::size_t i, std::span<double> out) const;

  double at(std::size_t i, std::size_t j) const;

  /// Puts `value` where NaN stands in column j. Requires a matrix of double with unit 1.
  void fill_missing(std::size_t j, double value);

  void scale_by(double factor) { unit_ *= factor; }

  /// True if width, unit and type are the same.
  bool is_like(const RawMatrix& other) const;

  /// The rows of `below`, which must have as many columns, after these. Of different types and
  /// units both become double.
  void append(const RawMatrix& below);

  /// Where the first number stands that float32 can't hold: NaN, infinite or too large.
  std::optional<std::size_t> find_beyond_float() const;  ///< row-major

 private:
  void append_as_double(const RawMatrix& below);

  std::size_t n_columns_ = 0;
  Values values_;
  double unit_ = 1;
};

}  // namespace temper
