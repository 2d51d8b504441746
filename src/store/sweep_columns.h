#pragma once
// The columns of a sweep's tables, each in one line: layout, row, order of the checksum, reader and
// the attributes that Python reads follow from it. A new column is a member and a line here, a
// getter in train/gather.cpp if a kernel fills it, and a row of FORMAT.md.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "h5/layout.h"

namespace temper {

/// What sweeps leave behind, on every rank the same: one row of each column where a sweep is
/// written, the rows of all committed sweeps where they are read. Shapes are those of a row.
struct SweepTables {
  std::vector<double> energy;                       ///< [replica] U, nats
  std::vector<double> prior_energy;                 ///< [replica] V, nats
  std::vector<std::int32_t> rung_of;                ///< [replica] while exploring
  std::vector<double> accept_prob;                  ///< [copy, pair] NaN: not proposed
  std::vector<std::uint8_t> accepted;               ///< [copy, pair]
  std::vector<double> kernel_accept_prob;           ///< [replica] NaN: no Metropolis test
  std::vector<double> kinetic_temperature;          ///< [replica] NaN: no momentum
  std::vector<double> configurational_temperature;  ///< [replica] NaN: not measured
  std::vector<double> clipped_share;                ///< [replica] NaN: nothing is compensated
  std::vector<double> cooling_scale;                ///< [replica] likewise
  std::vector<std::uint32_t> swap_examples;         ///< [copy, pair] 0: not proposed
  std::vector<double> data_temperature;             ///< [replica] NaN: not measured
};

/// Where the values of a column lie, and so their type.
using SweepValues =
    std::variant<std::vector<double> SweepTables::*, std::vector<std::int32_t> SweepTables::*,
                 std::vector<std::uint32_t> SweepTables::*,
                 std::vector<std::uint8_t> SweepTables::*>;

struct SweepColumn {
  std::string name;
  std::vector<std::string> dimensions;  ///< of a row: {"replica"} or {"copy", "pair"}
  std::string units;                    ///< "" for pure numbers
  std::string meaning;
  SweepValues values;

  ElementType type() const;

  /// The row as it is stored.
  std::span<const std::byte> bytes(const SweepTables& row) const;
};

/// All of them, in the order in which sweep_checksum covers them.
const std::vector<SweepColumn>& sweep_columns();

bool is_sweep_column(const std::string& dataset);

}  // namespace temper
