#pragma once
// The compression that h5py calls "lzf", which HDF5 itself doesn't have. Private to src/h5.

namespace temper {

/// Lets HDF5 read chunks that h5py compressed with compression="lzf". Again is harmless.
void register_lzf();

}  // namespace temper
