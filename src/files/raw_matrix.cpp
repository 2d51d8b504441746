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

double RawMatrix::at(std::size_t i, std::size_t j) const {
  return std::visit(
      [&](const auto& values) { return unit_ * static_cast<double>(values[i * n_columns_ + j]); },
      values_);
}

void RawMatrix::fill_missing(std::size_t j, double value) {
  auto& values = std::get<std::vector<double>>(values_);
  for (std::size_t k = j; k < values.size(); k += n_columns_)
    if (std::isnan(values[k])) values[k] = value;
}

bool RawMatrix::is_like(const RawMatrix& other) const {
  return n_columns_ == other.n_columns_ && unit_ == other.unit_ &&
         values_.index() == other.values_.index();
}

void RawMatrix::append(const RawMatrix& below) {
  assert(n_columns_ == below.n_columns_);
  if (!is_like(below)) return append_as_double(below);
  std::visit(
      [&](auto& values) {
        const auto& more = std::get<std::decay_t<decltype(values)>>(below.values_);
        values.insert(values.end(), more.begin(), more.end());
      },
      values_);
}

void RawMatrix::append_as_double(const RawMatrix& below) {
  std::vector<double> all((n_rows() + below.n_rows()) * n_columns_);
  std::size_t row = 0;
  for (const auto* matrix : {static_cast<const RawMatrix*>(this), &below})
    for (std::size_t i = 0; i < matrix->n_rows(); ++i)
      matrix->row(i, std::span(all).subspan(row++ * n_columns_, n_columns_));
  values_ = std::move(all);
  unit_ = 1;
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
