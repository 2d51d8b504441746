// Stands between a program and the system calls by which it changes a folder: records them, or
// makes one of them fail. Preloaded: LD_PRELOAD=shim.so.
//
//   SHIM_ROOT=/abs/folder   calls on what lies in it are seen; all others pass
//   SHIM_LOG=file           every call that succeeded, in the order of all processes
//   SHIM_AT=n               the n-th call (from 0) of the process …
//   SHIM_RANK=r             … that is rank r of mpirun (default: any process) …
//   SHIM_DO=what            … fails with EIO, ENOSPC or EINTR, or writes half ("short"), or ends
//                           the process by SIGKILL before it ("kill") or halfway ("kill-half")
//   SHIM_STICKY=1           all later calls fail likewise
//
// A record is a line "rank<TAB>call<TAB>path<TAB>second path<TAB>offset<TAB>length" and, for
// writes, the bytes.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

const std::string root = setting("SHIM_ROOT");
const std::string rank =
    setting("OMPI_COMM_WORLD_RANK").empty() ? "0" : setting("OMPI_COMM_WORLD_RANK");
const std::string what = setting("SHIM_DO");
const long target = setting("SHIM_AT").empty() ? -1 : std::stol(setting("SHIM_AT"));
const bool is_target_rank = setting("SHIM_RANK").empty() || setting("SHIM_RANK") == rank;
const bool is_sticky = setting("SHIM_STICKY") == "1";
const int log_file =
    setting("SHIM_LOG").empty()
        ? -1
        : next<int(const char*, int, ...)>("open")(setting("SHIM_LOG").c_str(),
                                                   O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
long n_calls = 0;

bool is_seen(const std::string& path) {
  return !root.empty() && path.compare(0, root.size(), root) == 0;
}

std::string path_of(int descriptor) {
  char path[PATH_MAX];
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = readlink(link.c_str(), path, sizeof path);
  return length < 0 ? "" : std::string(path, static_cast<std::size_t>(length));
}

/// Keeps call and record together, against other processes.
class Turn {
 public:
  Turn() {
    if (log_file != -1) flock(log_file, LOCK_EX);
  }
  ~Turn() {
    const int error = errno;
    if (log_file != -1) flock(log_file, LOCK_UN);
    errno = error;
  }
};

void record(const char* call, const std::string& path, const std::string& second, off_t offset,
            std::size_t length, const void* bytes = nullptr) {
  if (log_file == -1) return;
  const int error = errno;
  std::string text = rank + "\t" + call + "\t" + path + "\t" + second + "\t" +
                     std::to_string(offset) + "\t" + std::to_string(length) + "\n";
  if (bytes) text.append(static_cast<const char*>(bytes), length);
  static const auto real_write = next<ssize_t(int, const void*, std::size_t)>("write");
  if (real_write(log_file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    std::abort();
  errno = error;
}

enum class Fate { pass, fail, half };

/// What shall happen to this call; sets errno if it shall fail.
Fate fate(bool is_write) {
  const long call = n_calls++;
  if (target < 0 || !is_target_rank) return Fate::pass;
  if (call != target && !(is_sticky && call > target)) return Fate::pass;
  if (what == "kill") std::raise(SIGKILL);
  if (what == "short" || what == "kill-half") return is_write ? Fate::half : Fate::pass;
  errno = what == "ENOSPC" ? ENOSPC : what == "EINTR" ? EINTR : EIO;
  return Fate::fail;
}

template <class Write>
ssize_t seen_write(const char* call, int descriptor, const void* bytes, std::size_t length,
                   off_t offset, Write write) {
  const Turn turn;
  const Fate mine = fate(true);
  if (mine == Fate::fail) return -1;
  const ssize_t n = write(mine == Fate::half && length > 1 ? length / 2 : length);
  if (n > 0) record(call, path_of(descriptor), "", offset, static_cast<std::size_t>(n), bytes);
  if (mine == Fate::half && what == "kill-half") std::raise(SIGKILL);
  return n;
}

/// A call that does something or nothing, and returns 0 or -1.
template <class Call>
int seen_call(const char* name, const std::string& path, const std::string& second, off_t length,
              Call call) {
  if (!is_seen(path) && !is_seen(second)) return call();
  const Turn turn;
  if (fate(false) == Fate::fail) return -1;
  const int status = call();
  if (status != -1) record(name, path, second, length, 0);
  return status;
}

/// The same for calls that return the error's number.
template <class Call>
int seen_numbered(const char* name, int descriptor, off_t offset, off_t length, Call call) {
  const std::string path = path_of(descriptor);
  if (!is_seen(path)) return call();
  const Turn turn;
  if (fate(false) == Fate::fail) return errno;
  const int error = call();
  if (error == 0) record(name, path, "", offset + length, 0);
  return error;
}

int seen_open(const char* symbol, const char* path, int flags, mode_t mode) {
  const auto call = next<int(const char*, int, ...)>(symbol);
  if (!is_seen(path) || (flags & (O_CREAT | O_TRUNC)) == 0) return call(path, flags, mode);
  return seen_call(flags & O_TRUNC ? "truncate" : "create", path, "", 0,
                   [&] { return call(path, flags, mode); });
}

mode_t mode_of(int flags, va_list arguments) {
  return flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
}

ssize_t any_pwrite(const char* symbol, int descriptor, const void* bytes, std::size_t length,
                   off_t offset) {
  const auto call = next<ssize_t(int, const void*, std::size_t, off_t)>(symbol);
  if (!is_seen(path_of(descriptor))) return call(descriptor, bytes, length, offset);
  return seen_write("write", descriptor, bytes, length, offset,
                    [&](std::size_t n) { return call(descriptor, bytes, n, offset); });
}

off_t position_of(int descriptor) {
  if ((fcntl(descriptor, F_GETFL) & O_APPEND) == 0) return lseek(descriptor, 0, SEEK_CUR);
  struct stat status {};
  fstat(descriptor, &status);
  return status.st_size;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return seen_open("open", path, flags, mode);
}

int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return seen_open("open64", path, flags, mode);
}

ssize_t write(int descriptor, const void* bytes, size_t length) {
  const auto call = next<ssize_t(int, const void*, std::size_t)>("write");
  if (!is_seen(path_of(descriptor))) return call(descriptor, bytes, length);
  return seen_write("write", descriptor, bytes, length, position_of(descriptor),
                    [&](std::size_t n) { return call(descriptor, bytes, n); });
}

ssize_t pwrite(int descriptor, const void* bytes, size_t length, off_t offset) {
  return any_pwrite("pwrite", descriptor, bytes, length, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, size_t length, off64_t offset) {
  return any_pwrite("pwrite64", descriptor, bytes, length, offset);
}

int ftruncate(int descriptor, off_t length) noexcept {
  const auto call = next<int(int, off_t)>("ftruncate");
  return seen_call("resize", path_of(descriptor), "", length,
                   [&] { return call(descriptor, length); });
}

int ftruncate64(int descriptor, off64_t length) noexcept {
  const auto call = next<int(int, off64_t)>("ftruncate64");
  return seen_call("resize", path_of(descriptor), "", length,
                   [&] { return call(descriptor, length); });
}

int posix_fallocate(int descriptor, off_t offset, off_t length) {
  const auto call = next<int(int, off_t, off_t)>("posix_fallocate");
  return seen_numbered("grow", descriptor, offset, length,
                       [&] { return call(descriptor, offset, length); });
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t length) {
  const auto call = next<int(int, off64_t, off64_t)>("posix_fallocate64");
  return seen_numbered("grow", descriptor, offset, length,
                       [&] { return call(descriptor, offset, length); });
}

int fsync(int descriptor) {
  const auto call = next<int(int)>("fsync");
  return seen_call("sync", path_of(descriptor), "", 0, [&] { return call(descriptor); });
}

int fdatasync(int descriptor) {
  const auto call = next<int(int)>("fdatasync");
  return seen_call("sync", path_of(descriptor), "", 0, [&] { return call(descriptor); });
}

int rename(const char* from, const char* to) noexcept {
  const auto call = next<int(const char*, const char*)>("rename");
  return seen_call("rename", from, to, 0, [&] { return call(from, to); });
}

int unlink(const char* path) noexcept {
  const auto call = next<int(const char*)>("unlink");
  return seen_call("remove", path, "", 0, [&] { return call(path); });
}

int remove(const char* path) noexcept {
  const auto call = next<int(const char*)>("remove");
  return seen_call("remove", path, "", 0, [&] { return call(path); });
}

int rmdir(const char* path) noexcept {
  const auto call = next<int(const char*)>("rmdir");
  return seen_call("remove", path, "", 0, [&] { return call(path); });
}

int mkdir(const char* path, mode_t mode) noexcept {
  const auto call = next<int(const char*, mode_t)>("mkdir");
  return seen_call("mkdir", path, "", 0, [&] { return call(path, mode); });
}

int link(const char* from, const char* to) noexcept {
  const auto call = next<int(const char*, const char*)>("link");
  return seen_call("link", from, to, 0, [&] { return call(from, to); });
}

}  // extern "C"
