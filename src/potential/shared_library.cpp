#include "potential/shared_library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "base/errors.h"
#include "potential/crash_guard.h"

namespace temper {
namespace {

namespace fs = std::filesystem;

/// A bare name would be looked up in the system's folders.
std::string found(const std::string& path) {
  std::error_code error;
  const auto absolute = fs::absolute(path, error);
  if (!fs::exists(absolute, error))
    throw UsageError(fmt::format(
        "potential.library: there is no {} (looked for {}); give the path of the shared library "
        "from where temper is started",
        path, absolute.string()));
  return absolute.string();
}

}  // namespace

SharedLibrary::SharedLibrary(const std::string& path)
    : path_(found(path)), name_(fs::path(path).filename().string()) {
  CrashGuard::install();
  const CrashGuard guard(name_);  // its initialisers run now
  handle_ = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle_)
    throw UsageError(fmt::format(
        "potential.library: {} can't be loaded: {}; build it as a shared library for this machine "
        "(cc -shared -fPIC), with all that it needs linked in",
        path, dlerror()));
}

void* SharedLibrary::address_of(const char* symbol) const { return dlsym(handle_, symbol); }

void* SharedLibrary::required_address_of(const char* symbol, const std::string& remedy) const {
  if (void* address = address_of(symbol)) return address;
  throw UsageError(
      fmt::format("potential.library: {} has no function {}; {}", path_, symbol, remedy));
}

}  // namespace temper
