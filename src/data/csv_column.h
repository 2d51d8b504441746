#pragma once
// One column of a CSV file: numbers, or text.

#include <string>
#include <string_view>
#include <vector>

#include "data/label_encoder.h"

namespace temper {

/// Its first value decides whether it is a column of numbers; text further down is then an error.
class CsvColumn {
 public:
  explicit CsvColumn(std::string name) : name_(std::move(name)) {}

  /// Returns what is wrong with the value, "" if nothing.
  std::string add(std::string_view value);

  const std::string& name() const { return name_; }
  bool is_text() const { return is_text_; }
  std::vector<double>& numbers() { return numbers_; }
  LabelEncoder& text() { return text_; }

 private:
  std::string name_;
  bool is_empty_ = true;
  bool is_text_ = false;
  std::vector<double> numbers_;
  LabelEncoder text_;
};

}  // namespace temper
