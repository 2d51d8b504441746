#pragma once
// A stored run as its estimates need it: the sweeps that count, and series by rung.

#include <cstdint>
#include <vector>

#include "statistics/copies.h"
#include "store/run_reader.h"

namespace temper {

/// Committed sweeps after warm-up and after the last adaptation of the ladder.
std::vector<std::uint64_t> kept_sweeps(const StoredTables& tables);

/// Those of them whose energies over all the data are known: all, unless a swap test on
/// minibatches had no need of them.
std::vector<std::uint64_t> sweeps_with_energy(const StoredTables& tables);

/// What the replicas that stood on `rung` had: [copy][sweep], of the given sweeps.
/// @param values  [sweep, replica]
Copies on_rung(const StoredTables& tables, std::size_t rung, const std::vector<double>& values,
               const std::vector<std::uint64_t>& sweeps);

/// Which replicas these were: [copy][sweep].
std::vector<std::vector<std::uint32_t>> replicas_on_rung(const StoredTables& tables,
                                                         std::size_t rung,
                                                         const std::vector<std::uint64_t>& sweeps);

/// The same of values by draw [draw, replica], of draws after kept sweeps.
Copies draws_on_rung(const StoredTables& tables, std::size_t rung,
                     const std::vector<double>& values);

/// Of the ladder in force last.
double beta_of(const StoredTables& tables, std::size_t rung);

/// "1 copy", "4 copies".
std::string copies_text(const StoredTables& tables);

}  // namespace temper
