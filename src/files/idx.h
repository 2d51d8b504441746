#pragma once
// IDX, the format of MNIST: big-endian sizes, then bytes, perhaps compressed by gzip.
//
// Source: LeCun, Cortes & Burges, "The MNIST database", section "File formats".

#include <cstdint>
#include <string>
#include <vector>

namespace temper {

struct IdxArray {
  std::vector<std::size_t> shape;
  std::vector<std::uint8_t> values;  ///< row-major
};

/// Throws DataError naming the path if it isn't a whole IDX file of unsigned bytes.
IdxArray read_idx(const std::string& path);

}  // namespace temper
