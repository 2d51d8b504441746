#include "method/hopping.h"

#include <cmath>

#include "method/complete_descents.h"

namespace temper {
namespace {

constexpr double size = 0.3;  ///< of a throw: its sd over that of the parameters

/// One unit starts anew: a row of one of the matrices is that of a fresh starting point.
/// @returns false where nothing is a matrix
bool renew_row(Potential& potential, Floats& theta, Rng& rng) {
  std::vector<ParameterBlock> matrices;
  std::uint64_t n_rows = 0;
  for (auto& block : potential.layout())
    if (block.shape.size() > 1) n_rows += block.shape[0], matrices.push_back(std::move(block));
  if (n_rows == 0) return false;
  auto row = rng.below(static_cast<std::uint32_t>(n_rows));
  Floats fresh(theta.size());
  potential.initialise(fresh, rng);
  for (const auto& block : matrices) {
    if (row >= block.shape[0]) {
      row -= static_cast<std::uint32_t>(block.shape[0]);
      continue;
    }
    std::size_t n = 1;
    for (std::size_t i = 1; i < block.shape.size(); ++i) n *= block.shape[i];
    std::copy_n(&fresh[block.offset + row * n], n, &theta[block.offset + row * n]);
    return true;
  }
  return true;
}

void throw_off(Floats& theta, Rng& rng) {
  double squares = 0;
  for (const float value : theta) squares += double{value} * value;
  const double sd = size * std::sqrt(squares / static_cast<double>(theta.size()));
  for (float& value : theta) value += static_cast<float>(sd * rng.normal());
}

}  // namespace

void hop(Walk& walk, Walker& walker, double end) {
  const auto id = walk.search().next_id();
  Rng rng({walk.search().seed(), Stream::adapt, id, 1, 0});
  auto there = walker;
  auto& theta = there.replica.theta;
  if (id % 2 == 1 || !renew_row(*walk.search().problem().potential, theta, rng))
    throw_off(theta, rng);
  walk.restart(there, walker.temperature);
  descend(walk, there, end);
  const double rise = there.objective() - walker.objective();
  if (rise <= 0 || std::log(rng.uniform()) < -rise / walker.temperature) walker = std::move(there);
}

}  // namespace temper
