#pragma once
// Where a run stands, rung by rung: what the live table, the end of a run and inspect show.

#include <string>
#include <vector>

#include "train/observer.h"

namespace temper {

inline constexpr std::size_t most_rungs_of_a_page = 24;

/// A header and a row a rung of the first copy: temperature, replica, U, acceptance to the next
/// rung, metric; with several copies a line says so. Of a single rung a row a copy. Of many, at
/// most `most_rows` at even distances.
std::vector<std::string> rung_table(const Snapshot& snapshot, std::size_t most_rows);

}  // namespace temper
