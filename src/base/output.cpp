#include "base/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace temper {
namespace {

bool is_lost = false;

}  // namespace

void guard_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
      (void)open("/dev/null", O_RDONLY);  // the lowest free number: that of the stream
}

void print(const std::string& text) {
  is_lost |= std::fwrite(text.data(), 1, text.size(), stdout) != text.size();
}

void say(const std::string& text) {
  std::fflush(stdout);  // in the order in which they were said, where both go to one file
  (void)std::fwrite(text.data(), 1, text.size(), stderr);
  std::clearerr(stderr);
}

bool is_answer_written() {
  is_lost |= std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
  return !is_lost;
}

}  // namespace temper
