#include "h5/hdf5_library.h"

#include <fmt/format.h>
#include <hdf5.h>

namespace temper {

std::string hdf5_of_headers() {
  return fmt::format("{}.{}.{}", H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE);
}

std::string hdf5_of_library() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return fmt::format("{}.{}.{}", major, minor, release);
}

}  // namespace temper
