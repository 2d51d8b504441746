#pragma once
// Element types as HDF5 types. Private to src/h5.

#include "h5/handle.h"
#include "h5/layout.h"

namespace temper {

/// Little-endian; text is zero-padded UTF-8 of `text_width` bytes.
inline Handle file_type(ElementType type, std::size_t text_width = 0) {
  const auto stored = [&]() -> hid_t {
    switch (type) {
      case ElementType::float32:
        return H5T_IEEE_F32LE;
      case ElementType::float64:
        return H5T_IEEE_F64LE;
      case ElementType::uint8:
        return H5T_STD_U8LE;
      case ElementType::int32:
        return H5T_STD_I32LE;
      case ElementType::uint32:
        return H5T_STD_U32LE;
      case ElementType::int64:
        return H5T_STD_I64LE;
      case ElementType::uint64:
        return H5T_STD_U64LE;
      case ElementType::text:
        break;
    }
    return H5T_C_S1;
  };
  Handle copy(H5Tcopy(stored()), H5Tclose, "can't copy an HDF5 type");
  if (type == ElementType::text) {
    checked(H5Tset_size(copy.get(), text_width), "can't set the width of a text");
    checked(H5Tset_strpad(copy.get(), H5T_STR_NULLPAD), "can't set the padding of a text");
    checked(H5Tset_cset(copy.get(), H5T_CSET_UTF8), "can't set the encoding of a text");
  }
  return copy;
}

/// UTF-8 of variable length, which h5py reads as str.
inline Handle free_text_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "can't copy an HDF5 type");
  checked(H5Tset_size(type.get(), H5T_VARIABLE), "can't set the width of a text");
  checked(H5Tset_cset(type.get(), H5T_CSET_UTF8), "can't set the encoding of a text");
  return type;
}

}  // namespace temper
