#include "data/shared_layout.h"

#include <algorithm>
#include <memory>

namespace temper {
namespace {

constexpr std::size_t alignment = 64;

std::size_t aligned(std::size_t n_bytes) {
  return (n_bytes + alignment - 1) / alignment * alignment;
}

/// Hands out memory piece by piece.
class Layout {
 public:
  explicit Layout(std::byte* start) : start_(start) {}

  template <class T>
  std::span<T> take(std::size_t n) {
    auto* const piece = start_ ? reinterpret_cast<T*>(start_ + used_) : nullptr;
    used_ += aligned(n * sizeof(T));
    return {piece, start_ ? n : 0};
  }

  std::size_t used() const { return used_; }

 private:
  std::byte* start_;
  std::size_t used_ = 0;
};

SharedLayout take_layout(const Dataset& dataset, Layout& layout) {
  SharedLayout window;
  window.checksum = layout.take<std::uint64_t>(1).data();
  std::size_t i = 0;
  for (const Part* part : {&dataset.train, &dataset.validation, &dataset.test}) {
    const bool classes = dataset.task == Task::classification;
    auto& memory = window.parts[i++];
    memory.inputs = layout.take<float>(part->n * dataset.n_inputs);
    memory.targets = layout.take<float>(classes ? 0 : part->n * dataset.n_targets);
    memory.labels = layout.take<std::int32_t>(classes ? part->n : 0);
    const bool is_weighted = dataset.is_weighted && part == &dataset.train;
    memory.weights = layout.take<float>(is_weighted ? part->n : 0);
  }
  return window;
}

template <class T>
void clear_behind(std::span<T> piece) {
  const std::size_t n_bytes = piece.size_bytes();
  auto* const end = reinterpret_cast<std::byte*>(piece.data() + piece.size());
  std::fill_n(end, aligned(n_bytes) - n_bytes, std::byte{0});
}

}  // namespace

std::size_t shared_bytes(const Dataset& dataset) {
  Layout layout(nullptr);
  take_layout(dataset, layout);
  return layout.used() + alignment;  // the memory itself may start anywhere
}

SharedLayout layout_over(const Dataset& dataset, std::span<std::byte> memory) {
  void* start = memory.data();
  std::size_t space = memory.size();
  Layout layout(static_cast<std::byte*>(std::align(alignment, 1, start, space)));
  SharedLayout window = take_layout(dataset, layout);
  window.values = std::span(static_cast<std::byte*>(start), layout.used()).subspan(alignment);
  return window;
}

void clear_padding(const SharedLayout& window) {
  for (const auto& part : window.parts) {
    clear_behind(part.inputs);
    clear_behind(part.targets);
    clear_behind(part.labels);
    clear_behind(part.weights);
  }
}

void view(Dataset& dataset, const SharedLayout& window) {
  std::size_t i = 0;
  for (Part* part : {&dataset.train, &dataset.validation, &dataset.test}) {
    const auto& memory = window.parts[i++];
    *part = {part->n, memory.inputs, memory.targets, memory.labels, memory.weights};
  }
  dataset.checksum = *window.checksum;
}

}  // namespace temper
