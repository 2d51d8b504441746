#pragma once
// How much a file may ask for. Sizes that a file declares are compared with what it holds and with
// the memory of this process before anything is allocated: a few bytes can declare terabytes.

#include <cstdint>
#include <string>

namespace temper {

/// The most bytes that so many deflated ones can stand for (RFC 1951: 1032 for each), so that no
/// honest file is refused.
std::uint64_t most_unpacked(std::uint64_t stored_bytes);

/// What this process can still allocate, as far as the system tells: the least of the machine's
/// free memory, of the job's control group, and of its limits (ulimit -v, ulimit -d) [bytes].
std::uint64_t available_memory();

/// Throws IoError "where: needs X, but Y of memory are free" if `bytes` don't fit.
void require_memory(std::uint64_t bytes, const std::string& where);

}  // namespace temper
