#include "store/sweep_columns.h"

#include <algorithm>

namespace temper {
namespace {

ElementType type_of(const std::vector<double>&) { return ElementType::float64; }
ElementType type_of(const std::vector<std::int32_t>&) { return ElementType::int32; }
ElementType type_of(const std::vector<std::uint32_t>&) { return ElementType::uint32; }
ElementType type_of(const std::vector<std::uint8_t>&) { return ElementType::uint8; }

}  // namespace

ElementType SweepColumn::type() const {
  static const SweepTables empty;
  return std::visit([](auto member) { return type_of(empty.*member); }, values);
}

std::span<const std::byte> SweepColumn::bytes(const SweepTables& row) const {
  return std::visit([&](auto member) { return std::as_bytes(std::span(row.*member)); }, values);
}

const std::vector<SweepColumn>& sweep_columns() {
  using Row = SweepTables;
  const std::vector<std::string> replica = {"replica"}, pair = {"copy", "pair"};
  static const std::vector<SweepColumn> columns = {
      {"energy", replica, "nat", "U over all data after exploring", &Row::energy},
      {"prior_energy", replica, "nat", "V after exploring", &Row::prior_energy},
      {"rung_of", replica, "", "rung held while exploring", &Row::rung_of},
      {"accept_prob", pair, "", "of the swap proposed after exploring", &Row::accept_prob},
      {"accepted", pair, "", "whether the swap was made", &Row::accepted},
      {"kernel_accept_prob", replica, "", "mean over the sweep's steps", &Row::kernel_accept_prob},
      {"kinetic_temperature", replica, "", "mean over the sweep's steps",
       &Row::kinetic_temperature},
      {"configurational_temperature", replica, "", "mean over the sweep's steps",
       &Row::configurational_temperature},
      {"clipped_share", replica, "", "of the parameters: minibatches alone heat them beyond T",
       &Row::clipped_share},
      {"cooling_scale", replica, "", "times step_size, or one over the batch, they would not",
       &Row::cooling_scale},
      {"swap_examples", pair, "", "that the swap's test looked at", &Row::swap_examples},
      {"data_temperature", replica, "", "of the momentum, along differences of examples' gradients",
       &Row::data_temperature},
  };
  return columns;
}

bool is_sweep_column(const std::string& dataset) {
  return std::any_of(sweep_columns().begin(), sweep_columns().end(),
                     [&](const SweepColumn& column) { return column.name == dataset; });
}

}  // namespace temper
