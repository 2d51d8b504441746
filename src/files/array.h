#pragma once
// An array of any number of dimensions, as binary files hold them.

#include <cstddef>
#include <vector>

#include "files/raw_matrix.h"

namespace temper {

struct Array {
  std::vector<std::size_t> shape;
  RawMatrix::Values values;  ///< [product of shape], row-major
};

}  // namespace temper
