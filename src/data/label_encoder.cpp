#include "data/label_encoder.h"

#include <algorithm>

#include "data/natural_order.h"

namespace temper {

void LabelEncoder::add(std::string_view name) {
  const auto next = static_cast<std::int32_t>(code_of_.size());
  codes_.push_back(code_of_.try_emplace(std::string(name), next).first->second);
}

Labels LabelEncoder::finish() {
  Labels labels{std::move(codes_), {}};
  for (const auto& [name, code] : code_of_) labels.class_names.push_back(name);
  std::sort(labels.class_names.begin(), labels.class_names.end(), natural_less);

  std::vector<std::int32_t> place(code_of_.size());
  for (std::size_t i = 0; i < place.size(); ++i)
    place[static_cast<std::size_t>(code_of_.at(labels.class_names[i]))] =
        static_cast<std::int32_t>(i);
  for (auto& code : labels.of)
    if (code >= 0) code = place[static_cast<std::size_t>(code)];
  return labels;
}

}  // namespace temper
