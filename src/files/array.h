#pragma once
// An array of any number of dimensions, as binary files hold them.

#include <cstddef>
#include <string>
#include <vector>

#include "files/raw_matrix.h"

namespace temper {

struct Array {
  std::vector<std::size_t> shape;
  RawMatrix::Values values;             ///< [product of shape], row-major
  std::vector<std::string> texts = {};  ///< the same of an array of text, whose values are empty
};

}  // namespace temper
