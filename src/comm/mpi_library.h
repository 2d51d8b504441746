#pragma once
// Which MPI this program was built with and runs with. Not collective; works before MPI is started.

#include <string>

namespace temper {

std::string mpi_of_headers();  ///< "Open MPI 4.1.4", "MPICH 4.0.2"
std::string mpi_of_library();  ///< likewise, of the library that was loaded

/// Ranks that the launcher says it started: mpirun of Open MPI or MPICH, srun. 0 without one.
int launched_ranks();

}  // namespace temper
