#include "data/matrix.h"

#include <cassert>
#include <utility>

namespace temper {

Matrix::Matrix(std::size_t n_columns, Values values, double unit)
    : n_columns_(n_columns), values_(std::move(values)), unit_(unit) {}

std::size_t Matrix::n_rows() const {
  if (n_columns_ == 0) return 0;
  return std::visit([](const auto& values) { return values.size(); }, values_) / n_columns_;
}

void Matrix::row(std::size_t i, std::span<double> out) const {
  std::visit(
      [&](const auto& values) {
        const auto* from = values.data() + i * n_columns_;
        for (std::size_t j = 0; j < n_columns_; ++j) out[j] = unit_ * static_cast<double>(from[j]);
      },
      values_);
}

void Matrix::append(const Matrix& below) {
  assert(n_columns_ == below.n_columns_ && unit_ == below.unit_);
  std::visit(
      [&](auto& values) {
        const auto& more = std::get<std::decay_t<decltype(values)>>(below.values_);
        values.insert(values.end(), more.begin(), more.end());
      },
      values_);
}

}  // namespace temper
