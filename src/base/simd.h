#pragma once
// Which instruction set computes: chosen once, at the first call, from what the CPU has.

namespace temper {

/// Highway's name of it: "AVX2", "AVX3" (AVX-512), "SSE4", "NEON". Goes into the run: on another
/// path the last bits differ.
const char* simd_path();

}  // namespace temper
