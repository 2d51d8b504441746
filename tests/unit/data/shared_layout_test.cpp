#include "data/shared_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace temper {
namespace {

Dataset sizes(Task task) {
  Dataset dataset;
  dataset.task = task;
  dataset.n_inputs = 3;
  dataset.n_targets = 2;
  dataset.train.n = 5;
  dataset.test.n = 1;
  return dataset;
}

/// Writes a different number to every place, and reads them all back through the views.
void expect_disjoint(Task task, std::size_t shift) {
  Dataset dataset = sizes(task);
  std::vector<std::byte> memory(shared_bytes(dataset) + shift);
  const SharedLayout window = layout_over(dataset, std::span(memory).subspan(shift));
  float next = 1;
  *window.checksum = 99;
  for (const auto& part : window.parts) {
    for (auto& value : part.inputs) value = next++;
    for (auto& value : part.targets) value = next++;
    for (auto& value : part.labels) value = static_cast<std::int32_t>(next++);
  }
  view(dataset, window);
  float expected = 1;
  for (const Part* part : {&dataset.train, &dataset.validation, &dataset.test}) {
    for (const auto value : part->inputs) EXPECT_EQ(value, expected++);
    for (const auto value : part->targets) EXPECT_EQ(value, expected++);
    for (const auto value : part->labels) EXPECT_EQ(static_cast<float>(value), expected++);
  }
  EXPECT_EQ(expected, next);
  EXPECT_EQ(dataset.checksum, 99u);
  EXPECT_EQ(dataset.train.inputs.size(), 15u);
  EXPECT_EQ(dataset.train.targets.size(), task == Task::regression ? 10u : 0u);
  EXPECT_EQ(dataset.train.labels.size(), task == Task::regression ? 0u : 5u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(dataset.train.inputs.data()) % 64, 0u);
}

TEST(SharedLayout, HasAPlaceForEveryNumberWhereverTheMemoryStarts) {
  for (const auto task : {Task::classification, Task::regression})
    for (const std::size_t shift : {0u, 8u, 33u, 63u}) expect_disjoint(task, shift);
}

// Shared memory comes as it is: what lay in the padding must not reach the checksum.
TEST(SharedLayout, IsTheSameBytesWhateverTheMemoryHeldBefore) {
  for (const auto task : {Task::classification, Task::regression}) {
    const Dataset dataset = sizes(task);
    std::vector<std::byte> memory(shared_bytes(dataset), std::byte{0xff});
    const SharedLayout window = layout_over(dataset, memory);
    for (const auto& part : window.parts) {
      std::fill(part.inputs.begin(), part.inputs.end(), 0.0F);
      std::fill(part.targets.begin(), part.targets.end(), 0.0F);
      std::fill(part.labels.begin(), part.labels.end(), 0);
    }
    clear_padding(window);
    for (const auto byte : window.values) EXPECT_EQ(byte, std::byte{0});
  }
}

}  // namespace
}  // namespace temper
