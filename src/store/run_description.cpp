#include "store/run_description.h"

#include "store/run_layout.h"

namespace temper {

std::optional<std::uint64_t> RunDescription::draw_after(std::uint64_t sweep) const {
  if (sweep >= total_sweeps() || (sweep + 1) % thin != 0) return std::nullopt;
  return (sweep + 1) / thin - 1;
}

std::uint64_t predicted_bytes(const RunDescription& description) {
  constexpr std::uint64_t metadata = 32 * 1024;  // names, attributes, heaps of one file
  const std::uint64_t run = data_bytes(run_layout(description)) + metadata;
  const std::uint64_t draws = data_bytes(draws_layout(description, 0)) + metadata;
  const std::uint64_t checkpoint = data_bytes(checkpoint_layout(description)) + metadata;
  return run + description.n_replicas() * draws + 2 * checkpoint;
}

}  // namespace temper
