#include "data/impute.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace temper {
namespace {

std::vector<double> known_values(const RawMatrix& inputs, std::size_t column,
                                 const std::vector<std::uint32_t>& rows) {
  std::vector<double> values;
  for (const auto row : rows)
    if (const double value = inputs.at(row, column); !std::isnan(value)) values.push_back(value);
  return values;
}

/// The mean of the two in the middle, of an even number.
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

}  // namespace

void fill_missing(RawData& raw, const std::vector<std::uint32_t>& training) {
  std::size_t column = 0;
  for (auto& input : raw.schema.inputs) {
    if (input.has_indicator && !input.is_text) {
      auto values = known_values(raw.inputs, column, training);
      if (values.empty()) {
        std::vector<std::uint32_t> all(raw.inputs.n_rows());
        std::iota(all.begin(), all.end(), 0U);
        values = known_values(raw.inputs, column, all);
      }
      input.fill = median(std::move(values));
      raw.inputs.fill_missing(column, input.fill);
    }
    column += input.n_inputs();
  }
}

}  // namespace temper
