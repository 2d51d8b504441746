// Preloaded: a file system without locks, as some network file systems are.

#include <dlfcn.h>
#include <fcntl.h>

#include <cerrno>
#include <cstdarg>

namespace {

using Fcntl = int (*)(int, int, void*);

int refuse_locks(const char* name, int descriptor, int command, void* argument) {
  switch (command) {
    case F_GETLK:
    case F_SETLK:
    case F_SETLKW:
    case F_OFD_GETLK:
    case F_OFD_SETLK:
    case F_OFD_SETLKW:
      errno = ENOLCK;
      return -1;
    default:
      return reinterpret_cast<Fcntl>(dlsym(RTLD_NEXT, name))(descriptor, command, argument);
  }
}

}  // namespace

extern "C" int fcntl(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  return refuse_locks("fcntl", descriptor, command, argument);
}

extern "C" int fcntl64(int descriptor, int command, ...) {
  va_list rest;
  va_start(rest, command);
  void* const argument = va_arg(rest, void*);
  va_end(rest);
  return refuse_locks("fcntl64", descriptor, command, argument);
}

extern "C" int flock(int /*descriptor*/, int /*operation*/) {
  errno = ENOLCK;
  return -1;
}
