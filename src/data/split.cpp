#include "data/split.h"

#include <algorithm>
#include <numeric>

#include "random/rng.h"
#include "random/shuffle.h"

namespace temper {
namespace {

using Rows = std::vector<std::uint32_t>;

/// The rows of each class among the first n; one group of all of them for regression.
std::vector<Rows> groups_of(const Labels& labels, std::size_t n) {
  if (labels.of.empty()) {
    Rows all(n);
    std::iota(all.begin(), all.end(), 0u);
    return {all};
  }
  std::vector<Rows> groups(labels.class_names.size());
  for (std::uint32_t row = 0; row < n; ++row)
    groups[static_cast<std::size_t>(labels.of[row])].push_back(row);
  return groups;
}

/// The part at `position` in [0, 1) of a shuffled class.
std::size_t part_at(double position, const Fractions& fractions) {
  if (position < fractions[0]) return 0;
  return position < fractions[0] + fractions[1] || fractions[2] == 0 ? 1 : 2;
}

/// The random offset makes the mean share right even where a class is smaller than 1/fraction.
void deal(const Rows& group, std::uint32_t index, const Fractions& fractions, std::uint64_t seed,
          Split& split) {
  const auto n = static_cast<std::uint32_t>(group.size());
  if (n == 0) return;
  Rows order(n);
  Shuffle(n, {seed, Stream::split, index, 0, 0}).images(0, order);
  const double offset = Rng({seed, Stream::split, index, 1, 0}).uniform();
  for (std::uint32_t turn = 0; turn < n; ++turn) {
    const auto part = turn == 0 ? 0 : part_at((turn + offset) / n, fractions);
    split[part].push_back(group[order[turn]]);
  }
}

}  // namespace

Split split_rows(const RawData& raw, Fractions fractions, std::uint64_t seed) {
  const std::size_t n = raw.inputs.n_rows(), n_dealt = n - raw.n_own_test;
  if (raw.n_own_test > 0) fractions = {1 - fractions[1], fractions[1], 0};

  Split split;
  std::uint32_t index = 0;
  for (const auto& group : groups_of(raw.labels, n_dealt))
    deal(group, index++, fractions, seed, split);
  for (auto row = static_cast<std::uint32_t>(n_dealt); row < n; ++row) split[2].push_back(row);
  for (auto& part : split) std::sort(part.begin(), part.end());
  return split;
}

}  // namespace temper
