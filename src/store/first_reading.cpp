#include "store/first_reading.h"

#include <string>
#include <utility>

#include "h5/look_through.h"

namespace temper {

void try_files_of(const RunFolder& folder) {
  static std::string last;
  if (std::exchange(last, folder.path()) != folder.path()) look_through_apart(folder.hdf5_files());
}

}  // namespace temper
