#pragma once
// Tests that run once for each instruction set that was compiled in and that this CPU has.

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include <cstdint>
#include <string>

namespace temper {

/// 0: whatever the CPU has.
inline void use_simd_path(std::int64_t path) {
  hwy::SetSupportedTargetsForTest(path);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

class OnEachSimdPath : public testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { use_simd_path(GetParam()); }
  void TearDown() override { use_simd_path(0); }
};

inline std::string name_of_path(const testing::TestParamInfo<std::int64_t>& path) {
  return hwy::TargetName(path.param);
}

}  // namespace temper
