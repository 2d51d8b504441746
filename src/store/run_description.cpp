#include "store/run_description.h"

#include "store/run_layout.h"

namespace temper {

std::vector<std::uint32_t> DrawsGroups::firsts() const {
  std::vector<std::uint32_t> list;
  for (std::uint64_t first = 0; first < n_replicas; first += per_file)
    list.push_back(static_cast<std::uint32_t>(first));
  return list;
}

std::optional<std::uint64_t> RunDescription::draw_after(std::uint64_t sweep) const {
  if (sweep >= total_sweeps() || (sweep + 1) % thin != 0) return std::nullopt;
  return (sweep + 1) / thin - 1;
}

std::uint64_t predicted_bytes(const RunDescription& description) {
  constexpr std::uint64_t metadata = 32 * 1024;  // names, attributes, heaps of one file
  const auto with_metadata = [](const FileLayout& layout) {
    return sum_or_most(data_bytes(layout), metadata);
  };
  const auto run = with_metadata(run_layout(description));
  const auto draws = with_metadata(draws_layout(description, 0));
  const auto checkpoint = with_metadata(checkpoint_layout(description));
  return sum_or_most(run, sum_or_most(product_or_most(description.draws_groups().n_files(), draws),
                                      product_or_most(2, checkpoint)));
}

}  // namespace temper
