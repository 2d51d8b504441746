#pragma once
// NumPy's format for one array.
//
// Source: NEP 1, "A simple file format for NumPy arrays", versions 1 to 3 of the format.

#include <string>
#include <string_view>

#include "files/array.h"

namespace temper {

/// Little-endian floats (f4, f8), integers (i1 to i8, u1 to u8) and bool, in C or Fortran order.
/// Signed bytes become float; integers of more than 8 bits become double; if one is beyond 2^53,
/// where doubles can't tell them apart, all become text. Text (U, S) in C order.
///
/// @param bytes   a whole .npy file
/// @param origin  what errors call it
/// Throws DataError if the bytes are not such a file, or not whole.
Array parse_npy(std::string_view bytes, const std::string& origin);

}  // namespace temper
