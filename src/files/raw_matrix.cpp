#include "files/raw_matrix.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <type_traits>
#include <utility>

namespace temper {

RawMatrix::RawMatrix(std::size_t n_columns, Values values, double unit)
    : n_columns_(n_columns), values_(std::move(values)), unit_(unit) {}

std::size_t RawMatrix::n_rows() const {
  if (n_columns_ == 0) return 0;
  return std::visit([](const auto& values) { return values.size(); }, values_) / n_columns_;
}

void RawMatrix::row(std::size_t i, std::span<double> out) const {
  std::visit(
      [&](const auto& values) {
        const auto* from = values.data() + i * n_columns_;
        for (std::size_t j = 0; j < n_columns_; ++j) out[j] = unit_ * static_cast<double>(from[j]);
      },
      values_);
}

bool RawMatrix::is_like(const RawMatrix& other) const {
  return n_columns_ == other.n_columns_ && unit_ == other.unit_ &&
         values_.index() == other.values_.index();
}

void RawMatrix::append(const RawMatrix& below) {
  assert(is_like(below));
  std::visit(
      [&](auto& values) {
        const auto& more = std::get<std::decay_t<decltype(values)>>(below.values_);
        values.insert(values.end(), more.begin(), more.end());
      },
      values_);
}

std::optional<std::size_t> RawMatrix::find_beyond_float() const {
  return std::visit(
      [](const auto& values) -> std::optional<std::size_t> {
        using T = typename std::decay_t<decltype(values)>::value_type;
        if constexpr (std::is_floating_point_v<T>) {
          const auto is_good = [](T x) { return std::abs(x) <= std::numeric_limits<float>::max(); };
          const auto bad = std::find_if_not(values.begin(), values.end(), is_good);
          if (bad != values.end()) return static_cast<std::size_t>(bad - values.begin());
        }
        return {};
      },
      values_);
}

}  // namespace temper
