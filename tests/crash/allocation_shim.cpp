// Makes the n-th allocation fail, or the n-th call of MPI. Preloaded: LD_PRELOAD=shim.so.
//
//   SHIM_NEW_AT=n   the n-th `new` (from 0) of the process after main began throws std::bad_alloc
//   SHIM_MPI_AT=n   the n-th collective call of the process returns an error
//   SHIM_RANK=r     on rank r only
//   SHIM_COUNT=f    adds a line "news collectives" to the file at the end

#include <dlfcn.h>
#include <fcntl.h>

#include <atomic>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

namespace {

long setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? std::atol(value) : -1;
}

bool is_my_rank() {
  const char* wanted = std::getenv("SHIM_RANK");
  const char* rank = std::getenv("OMPI_COMM_WORLD_RANK");
  return !wanted || (rank && std::string(wanted) == rank);
}

// Plain numbers, ready before any constructor has run.
std::atomic<bool> has_begun{false};
std::atomic<long> n_news{0}, n_collectives{0};
long new_at = -1, mpi_at = -1;

void begin() {
  if (has_begun.exchange(true)) return;
  if (is_my_rank()) {
    new_at = setting("SHIM_NEW_AT");
    mpi_at = setting("SHIM_MPI_AT");
  }
}

struct Count {
  ~Count() {
    const char* path = std::getenv("SHIM_COUNT");
    if (!path) return;
    if (FILE* file = std::fopen(path, "a")) {
      std::fprintf(file, "%ld %ld\n", n_news.load(), n_collectives.load());
      std::fclose(file);
    }
  }
} count;

void* allocate(std::size_t size) {
  if (has_begun && n_news++ == new_at) {
    if (const auto handler = std::get_new_handler()) handler();
    throw std::bad_alloc();
  }
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}

template <class... Arguments>
int collective(const char* name, Arguments... arguments) {
  if (n_collectives++ == mpi_at) return 1;
  return reinterpret_cast<int (*)(Arguments...)>(dlsym(RTLD_NEXT, name))(arguments...);
}

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

extern "C" {

/// The first that main does is to look at its descriptors.
int fcntl(int descriptor, int command, ...) {
  if (command == F_GETFD) begin();
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  return reinterpret_cast<int (*)(int, int, ...)>(dlsym(RTLD_NEXT, "fcntl"))(descriptor, command,
                                                                             argument);
}

// Handles of Open MPI are pointers.
int MPI_Allgather(const void* a, int b, void* c, void* d, int e, void* f, void* g) {
  return collective("MPI_Allgather", a, b, c, d, e, f, g);
}
int MPI_Allgatherv(const void* a, int b, void* c, void* d, const int* e, const int* f, void* g,
                   void* h) {
  return collective("MPI_Allgatherv", a, b, c, d, e, f, g, h);
}
int MPI_Barrier(void* a) { return collective("MPI_Barrier", a); }
int MPI_Bcast(void* a, int b, void* c, int d, void* e) {
  return collective("MPI_Bcast", a, b, c, d, e);
}

}  // extern "C"
