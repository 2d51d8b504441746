#include "data/standardise.h"

#include <cmath>
#include <vector>

namespace temper {
namespace {

/// Sums by column of deviations from the first row, so that a large mean costs no digits and a
/// column that never changes has a variance of exactly zero.
class ColumnSums {
 public:
  ColumnSums(const RawMatrix& matrix, std::span<const std::uint32_t> rows)
      : n_(static_cast<double>(rows.size())),
        shift_(matrix.n_columns()),
        sum_(matrix.n_columns()),
        squares_(matrix.n_columns()) {
    std::vector<double> values(matrix.n_columns());
    matrix.row(rows[0], shift_);
    for (const auto row : rows) {
      matrix.row(row, values);
      add(values);
    }
  }

  double mean(std::size_t j) const { return shift_[j] + sum_[j] / n_; }
  double variance(std::size_t j) const { return (squares_[j] - sum_[j] * sum_[j] / n_) / n_; }

 private:
  void add(const std::vector<double>& values) {
    for (std::size_t j = 0; j < values.size(); ++j) {
      const double deviation = values[j] - shift_[j];
      sum_[j] += deviation;
      squares_[j] += deviation * deviation;
    }
  }

  double n_;
  std::vector<double> shift_, sum_, squares_;
};

/// Rounding can leave a variance just below zero.
double sd_of(double variance) { return variance > 0 ? std::sqrt(variance) : 1; }

}  // namespace

Scaling scaling_by_column(const RawMatrix& matrix, std::span<const std::uint32_t> rows) {
  const ColumnSums sums(matrix, rows);
  Scaling scaling;
  for (std::size_t j = 0; j < matrix.n_columns(); ++j) {
    scaling.mean.push_back(sums.mean(j));
    scaling.sd.push_back(sd_of(sums.variance(j)));
  }
  return scaling;
}

Scaling scaling_of_all(const RawMatrix& matrix, std::span<const std::uint32_t> rows) {
  const ColumnSums sums(matrix, rows);
  const auto n_columns = matrix.n_columns();
  double mean = 0, variance = 0;
  for (std::size_t j = 0; j < n_columns; ++j) mean += sums.mean(j) / static_cast<double>(n_columns);
  for (std::size_t j = 0; j < n_columns; ++j)  // within columns, and between them
    variance +=
        (sums.variance(j) + std::pow(sums.mean(j) - mean, 2)) / static_cast<double>(n_columns);
  return {std::vector(n_columns, mean), std::vector(n_columns, sd_of(variance))};
}

void write_rows(const RawMatrix& matrix, std::span<const std::uint32_t> rows,
                const Scaling& scaling, std::span<float> out) {
  const std::size_t n_columns = matrix.n_columns();
  std::vector<double> values(n_columns), mean(n_columns, 0.0), factor(n_columns, 1.0);
  for (std::size_t j = 0; j < scaling.mean.size(); ++j) {
    mean[j] = scaling.mean[j];
    factor[j] = 1 / scaling.sd[j];
  }
  float* to = out.data();
  for (const auto row : rows) {
    matrix.row(row, values);
    for (std::size_t j = 0; j < n_columns; ++j)
      *to++ = static_cast<float>((values[j] - mean[j]) * factor[j]);
  }
}

}  // namespace temper
