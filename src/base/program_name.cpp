#include "base/program_name.h"

#include <filesystem>

namespace temper {

std::string program_name() {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? "temper" : path.filename().string();
}

}  // namespace temper
