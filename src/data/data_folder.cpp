#include "data/data_folder.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

#include "base/errors.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

const int in_this_library = 0;

/// PREFIX/share/temper/data for this code in PREFIX/lib/libtemper.so or PREFIX/bin/program.
fs::path beside_the_library() {
  Dl_info info{};
  if (dladdr(&in_this_library, &info) == 0) return {};
  std::error_code error;
  auto library = fs::canonical(info.dli_fname, error);
  if (error) library = fs::read_symlink("/proc/self/exe", error);  // started by a bare name
  return library.parent_path().parent_path() / "share/temper/data";
}

}  // namespace

std::string find_in_temper_data(const std::string& name) {
  const char* folder = std::getenv("TEMPER_DATA");
  if (!folder) return "";
  const auto path = fs::path(folder) / name;
  return fs::exists(path) ? path.string() : "";
}

std::string find_shipped(const std::string& name) {
  if (auto own = find_in_temper_data(name); !own.empty()) return own;
  const auto path = beside_the_library() / name;
  if (!fs::exists(path))
    throw DataError(path.string() +
                    ": there is no such file; install Temper whole, or set TEMPER_DATA "
                    "to a folder that has " +
                    name);
  return path.string();
}

}  // namespace temper
