#pragma once
// Tensors with names, as other programs write the weights of a network: .npz (numpy.savez) and
// .safetensors.
//
// Source: https://huggingface.co/docs/safetensors, "Format": 8 bytes with the length of a JSON
// header, the header, the numbers.

#include <map>
#include <string>

#include "files/array.h"

namespace temper {

using Tensors = std::map<std::string, Array>;

/// By the ending of `path`. Of .safetensors F64, F32, F16 and BF16 are read.
/// Throws DataError naming file and tensor if the file is missing, damaged or of another kind.
Tensors read_weight_file(const std::string& path);

}  // namespace temper
