#include "net/gemm.h"

#include <cblas.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string_view>
#include <vector>

#include "base/errors.h"
#include "net/dot_gemm.h"
#include "net/transpose.h"

namespace temper {
namespace {

#ifdef OPENBLAS_VERSION
/// A threaded OpenBLAS may stand where the serial one was linked.
const bool single_threaded = [] {
  openblas_set_num_threads(1);
  return true;
}();

std::string_view blas_core() { return openblas_get_corename(); }
#else
std::string_view blas_core() { return "unknown"; }  // of another BLAS; its threads are its user's
#endif

CBLAS_TRANSPOSE transpose_of(const MatrixView& matrix) {
  return matrix.transposed ? CblasTrans : CblasNoTrans;
}

int stride_of(const MatrixView& matrix) { return static_cast<int>(matrix.cols); }

// Where the right factor alone is transposed OpenBLAS copies both of them in pieces. For long dot
// products of few rows or for few columns that takes longer than the product.
bool suits_dot_products(const MatrixView& left, const MatrixView& right) {
  if (left.transposed || !right.transposed || left.cols < 256) return false;
  return left.rows <= 64 || right.rows <= 64;
}

/// OpenBLAS multiplies small matrices without copies on machines with AVX-512, but not these.
const bool copies_small_ones = [] {
  const auto core = blas_core();
  return core == "SkylakeX" || core == "Cooperlake" || core == "Sapphirerapids";
}();

constexpr std::size_t most_values = 10'000;

// OpenBLAS maps its buffer at the first product and never gives it back: 128 MB on x86 with AVX2.
constexpr std::size_t blas_buffer = std::size_t{144} << 20;

/// Whether it would get that much now.
bool can_map_buffer() {
  void* const memory = ::mmap(nullptr, blas_buffer, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return false;
  ::munmap(memory, blas_buffer);
  return true;
}

extern "C" void end_endless_start(int /*signal*/) {
  constexpr std::string_view message =
      "temper: memory is short: the linear algebra library asks for its buffer in vain\n";
  [[maybe_unused]] const auto n = ::write(STDERR_FILENO, message.data(), message.size());
  ::_exit(static_cast<int>(ExitCode::io));
}

/// Ends the process if what happens meanwhile takes this much of its own time.
class Watchdog {
 public:
  explicit Watchdog(time_t seconds) {
    before_ = std::signal(SIGVTALRM, end_endless_start);
    set(seconds);
  }
  ~Watchdog() {
    set(0);
    std::signal(SIGVTALRM, before_);
  }
  Watchdog(const Watchdog&) = delete;

 private:
  static void set(time_t seconds) {
    const itimerval timer{.it_interval = {}, .it_value = {.tv_sec = seconds, .tv_usec = 0}};
    ::setitimer(ITIMER_VIRTUAL, &timer, nullptr);
  }
  void (*before_)(int) = nullptr;
};

bool suits_a_transpose(const MatrixView& left, const MatrixView& right) {
  if (left.transposed || !right.transposed || !copies_small_ones) return false;
  return right.rows >= 13 && right.rows * right.cols <= most_values;
}

}  // namespace

void prepare_gemm() {
  if (!can_map_buffer()) throw out_of_memory();
  const Watchdog watchdog(10);
  constexpr std::size_t n = 64;  // large enough for the way that takes the buffer
  const std::vector<float> zeros(n * n);
  std::vector<float> product(n * n);
  gemm({zeros.data(), n, n}, {zeros.data(), n, n}, product.data(), Update::assign);
}

void gemm(const MatrixView& left, const MatrixView& right, float* result, Update update) {
  if (suits_dot_products(left, right)) return dot_gemm(left, right.transpose(), result, update);
  if (suits_a_transpose(left, right)) {
    alignas(64) std::array<float, most_values> copy;
    transpose(right.transpose(), copy.data());
    return gemm(left, {copy.data(), right.cols, right.rows}, result, update);
  }
  const auto rows = static_cast<int>(left.transposed ? left.cols : left.rows);
  const auto inner = static_cast<int>(left.transposed ? left.rows : left.cols);
  const auto cols = static_cast<int>(right.transposed ? right.rows : right.cols);
  cblas_sgemm(CblasRowMajor, transpose_of(left), transpose_of(right), rows, cols, inner, 1.0f,
              left.data, stride_of(left), right.data, stride_of(right),
              update == Update::add ? 1.0f : 0.0f, result, cols);
}

}  // namespace temper
