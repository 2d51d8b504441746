#include "method/hopping.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "method/complete_descents.h"

namespace temper {
namespace {

/// Units that look at something: rows of one of the matrices.
struct Units {
  std::size_t block, n;
};

std::vector<Units> units_of(const std::vector<ParameterBlock>& layout) {
  std::vector<Units> units;
  for (std::size_t block = 0; block < layout.size(); ++block)
    if (layout[block].shape.size() > 1) units.push_back({block, layout[block].shape[0]});
  if (units.size() > 1) units.pop_back();  // the outputs
  return units;
}

std::size_t row_size(const ParameterBlock& block) {
  return std::accumulate(block.shape.begin() + 1, block.shape.end(), std::size_t{1},
                         std::multiplies<>());
}

/// Row, bias and outgoing column of one unit. @param block  of its row
void renew(const std::vector<ParameterBlock>& layout, std::size_t block, std::size_t unit,
           std::span<const float> fresh, std::span<float> theta) {
  const auto take = [&](std::size_t first, std::size_t n) {
    std::copy_n(&fresh[first], n, &theta[first]);
  };
  const auto n_units = layout[block].shape[0], n = row_size(layout[block]);
  take(layout[block].offset + unit * n, n);
  for (std::size_t next = block + 1; next < layout.size(); ++next) {
    const auto& [name, shape, offset] = layout[next];
    if (shape == std::vector{n_units}) take(offset + unit, 1);
    if (shape.size() < 2) continue;
    if (shape == std::vector{shape[0], n_units})
      for (std::size_t row = 0; row < shape[0]; ++row) take(offset + row * n_units + unit, 1);
    return;
  }
}

/// @returns false where nothing is a matrix
bool renew_unit(Potential& potential, Floats& theta, Rng& rng) {
  const auto layout = potential.layout();
  const auto matrices = units_of(layout);
  std::size_t n_units = 0;
  for (const auto& units : matrices) n_units += units.n;
  if (n_units == 0) return false;
  std::size_t unit = rng.below(static_cast<std::uint32_t>(n_units));
  Floats fresh(theta.size());
  potential.initialise(fresh, rng);
  for (const auto& units : matrices) {
    if (unit < units.n) {
      renew(layout, units.block, unit, fresh, theta);
      break;
    }
    unit -= units.n;
  }
  return true;
}

void throw_off(Floats& theta, double size, Rng& rng) {
  double squares = 0;
  for (const float value : theta) squares += double{value} * value;
  const double sd = size * std::sqrt(squares / static_cast<double>(theta.size()));
  for (float& value : theta) value += static_cast<float>(sd * rng.normal());
}

}  // namespace

void hop(Walk& walk, Walker& walker, double size, double end) {
  const auto id = walk.search().next_id();
  Rng rng({walk.search().seed(), Stream::adapt, id, 1, 0});
  auto there = walker;
  auto& theta = there.replica.theta;
  if (id % 2 == 1 || !renew_unit(*walk.search().problem().potential, theta, rng))
    throw_off(theta, size, rng);
  walk.restart(there, walker.temperature);
  descend(walk, there, end);
  const double rise = there.objective() - walker.objective();
  if (rise <= 0 || std::log(rng.uniform()) < -rise / walker.temperature) walker = std::move(there);
}

}  // namespace temper
