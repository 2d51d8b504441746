#pragma once
// Numbers the distinct names of a column.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "data/raw_data.h"

namespace temper {

/// Legal order: (add | add_missing)* finish.
class LabelEncoder {
 public:
  void add(std::string_view name);
  void add_missing() { codes_.push_back(-1); }  ///< no name
  std::size_t n_classes() const { return code_of_.size(); }

  /// Names in natural order, whatever the order in which they were met.
  Labels finish();

 private:
  std::unordered_map<std::string, std::int32_t> code_of_;  ///< by order of first appearance
  std::vector<std::int32_t> codes_;
};

}  // namespace temper
