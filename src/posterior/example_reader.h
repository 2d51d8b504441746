#pragma once
// Examples of a part, in blocks that a network can take: rows that stand together are viewed,
// rows of a minibatch are gathered.

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "base/floats.h"
#include "data/dataset.h"
#include "net/network.h"

namespace temper {

/// The views returned are good until the next call.
class ExampleReader {
 public:
  explicit ExampleReader(const Dataset& data);

  /// Rows first, …, first + rows - 1 of the part, without a copy.
  Examples view(const Part& part, std::size_t first, std::size_t rows) const;

  /// The rows of these numbers, at most Network::max_rows.
  Examples gather(const Part& part, std::span<const std::uint32_t> rows);

 private:
  std::size_t n_inputs_, n_targets_;
  Floats inputs_;                     ///< [max_rows, n_inputs]
  Floats values_;                     ///< [max_rows, n_targets], for regression
  std::vector<std::int32_t> labels_;  ///< [max_rows], for classification
  Floats weights_;                    ///< [max_rows], if examples have weights
};

/// Calls `use(examples, first)` for block after block: of `batch`, or of the whole part if it is
/// empty. `first` is the place of the block's first example in the batch or part.
template <class Use>
void for_each_block(ExampleReader& reader, const Part& part, std::span<const std::uint32_t> batch,
                    Use use) {
  const std::size_t n = batch.empty() ? part.n : batch.size();
  for (std::size_t first = 0; first < n; first += Network::max_rows) {
    const std::size_t rows = std::min(Network::max_rows, n - first);
    use(batch.empty() ? reader.view(part, first, rows)
                      : reader.gather(part, batch.subspan(first, rows)),
        first);
  }
}

}  // namespace temper
