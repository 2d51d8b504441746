#include "comm/mpi_library.h"

#include <fmt/format.h>

#define OMPI_SKIP_MPICXX
#include <mpi.h>

#include <array>
#include <cstdlib>

#include "base/pattern.h"

namespace temper {

std::string mpi_of_headers() {
#if defined(OMPI_MAJOR_VERSION)
  return fmt::format("Open MPI {}.{}.{}", OMPI_MAJOR_VERSION, OMPI_MINOR_VERSION,
                     OMPI_RELEASE_VERSION);
#elif defined(MPICH_VERSION)
  return fmt::format("MPICH {}", MPICH_VERSION);
#else
  return fmt::format("MPI {}.{}", MPI_VERSION, MPI_SUBVERSION);
#endif
}

std::string mpi_of_library() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  MPI_Get_library_version(text.data(), &length);
  // "Open MPI v4.1.4, package: …" and "MPICH Version:      4.0.2\nMPICH Release date: …".
  const Pattern form("(Open MPI|MPICH) (v|Version:[[:space:]]*)([0-9.]+)");
  const auto found = form.find_in(text.data());
  return found.empty() ? text.data() : found[1] + " " + found[3];
}

int launched_ranks() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE"})
    if (const char* size = std::getenv(name)) return std::atoi(size);
  // srun tells a rank how many there are, but a batch script, which is no rank, as well.
  const char* size = std::getenv("SLURM_NTASKS");
  return std::getenv("PMIX_RANK") && size ? std::atoi(size) : 0;
}

}  // namespace temper
