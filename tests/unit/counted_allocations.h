#pragma once
// Counts every operator new of the program. It replaces the global operators, so exactly one source
// file of a test program may include it.

#include <cstddef>
#include <cstdlib>
#include <new>

namespace temper {

/// Since the program started.
inline std::size_t n_allocations = 0;

inline void* counted_allocation(std::size_t size, std::size_t alignment) {
  ++n_allocations;
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  if (void* memory = std::aligned_alloc(alignment, rounded)) return memory;
  throw std::bad_alloc();
}

}  // namespace temper

void* operator new(std::size_t size) {
  return temper::counted_allocation(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return temper::counted_allocation(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
