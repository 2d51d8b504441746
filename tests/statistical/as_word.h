#pragma once
// Names of a registry as GoogleTest wants those of parametrised tests: "minibatch-mh" as
// minibatchmh.

#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace temper {

inline std::string as_word(std::string name) {
  std::erase(name, '-');
  return name;
}

/// For INSTANTIATE_TEST_SUITE_P over one registry, or over pairs from two.
struct AsWord {
  std::string operator()(const testing::TestParamInfo<std::string>& test) const {
    return as_word(test.param);
  }
  std::string operator()(
      const testing::TestParamInfo<std::tuple<std::string, std::string>>& test) const {
    return as_word(std::get<0>(test.param)) + "_" + as_word(std::get<1>(test.param));
  }
};

}  // namespace temper
