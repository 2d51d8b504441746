#include "comm/communicator.h"

#include <fmt/format.h>

#define OMPI_SKIP_MPICXX  // MPI's old C++ interface, which would need a library of its own
#include <mpi.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <numeric>
#include <optional>
#include <string_view>
#include <thread>

#include "base/errors.h"

namespace temper {
namespace {

/// True under mpirun or srun, by what Open MPI, PMIx and PMI2 set in the environment of a rank.
bool has_launcher() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"})
    if (std::getenv(name) != nullptr) return true;
  return false;
}

/// Throws IoError with MPI's own words. By default MPI ends the job itself at an error; where a
/// launcher or a tool has told it otherwise, going on would compute something else.
void check(int status, const char* call) {
  if (status == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(status, text.data(), &length);
  throw IoError(fmt::format("{} failed: {}", call, text.data()));
}

bool is_mpi_running() {
  int initialised = 0, finalised = 0;
  MPI_Initialized(&initialised);
  MPI_Finalized(&finalised);
  return initialised && !finalised;
}

/// Freeing is collective. While an error of this rank alone goes up to main, which ends the job,
/// the others would never come to it.
bool can_free() { return is_mpi_running() && std::uncaught_exceptions() == 0; }

/// Where each rank's block starts when blocks of these sizes lie one after another.
std::vector<int> starts_of(const std::vector<int>& sizes) {
  std::vector<int> starts(sizes.size());
  std::exclusive_scan(sizes.begin(), sizes.end(), starts.begin(), 0);
  return starts;
}

template <class T>
std::vector<T> all_gather_blocks(MPI_Comm comm, int n_ranks, std::span<const T> mine,
                                 MPI_Datatype type) {
  const int n_mine = static_cast<int>(mine.size());
  std::vector<int> sizes(static_cast<std::size_t>(n_ranks));
  check(MPI_Allgather(&n_mine, 1, MPI_INT, sizes.data(), 1, MPI_INT, comm), "MPI_Allgather");
  std::vector<T> all(std::reduce(sizes.begin(), sizes.end(), std::size_t{0}));
  check(MPI_Allgatherv(mine.data(), n_mine, type, all.data(), sizes.data(), starts_of(sizes).data(),
                       type, comm),
        "MPI_Allgatherv");
  return all;
}

/// An error as text that another rank can rebuild: its exit code, a space, its message.
std::string pack(const Error& error) {
  return fmt::format("{} {}", static_cast<int>(error.code()), error.what());
}

[[noreturn]] void rethrow(const std::string& packed) {
  const auto space = packed.find(' ');
  const auto message = packed.substr(space + 1);
  switch (static_cast<ExitCode>(std::stoi(packed.substr(0, space)))) {
    case ExitCode::usage:
      throw UsageError(message);
    case ExitCode::data:
      throw DataError(message);
    case ExitCode::numerical:
      throw NumericalError(message);
    default:
      throw IoError(message);
  }
}

}  // namespace

namespace {

/// For the end: ranks that are still at work use the other one.
MPI_Comm ending = MPI_COMM_NULL;

}  // namespace

MpiSession::MpiSession(int* argc, char*** argv) {
  if (!has_launcher()) return;
  if (MPI_Init(argc, argv) != MPI_SUCCESS) {
    std::fputs("temper: MPI can't be started\n", stderr);
    std::_Exit(static_cast<int>(ExitCode::io));
  }
  MPI_Comm_dup(MPI_COMM_WORLD, &ending);
}

MpiSession::~MpiSession() {
  if (!is_mpi_running()) return;
  MPI_Comm_free(&ending);
  MPI_Finalize();
}

bool MpiSession::all_arrive() const {
  if (!is_mpi_running()) return true;
  constexpr auto patience = std::chrono::seconds(5);
  constexpr auto pause = std::chrono::milliseconds(5);
  const auto deadline = std::chrono::steady_clock::now() + patience;
  MPI_Request request = MPI_REQUEST_NULL;
  MPI_Ibarrier(ending, &request);
  for (int is_done = 0; std::chrono::steady_clock::now() < deadline;) {
    MPI_Test(&request, &is_done, MPI_STATUS_IGNORE);
    if (is_done) return true;
    std::this_thread::sleep_for(pause);
  }
  return false;
}

void MpiSession::abort(int exit_code) {
  if (is_mpi_running()) MPI_Abort(MPI_COMM_WORLD, exit_code);
  std::exit(exit_code);
}

/// An MPI communicator, or none in a run without a launcher.
struct Communicator::Handle {
  std::optional<MPI_Comm> comm;
  bool is_owned = false;  ///< to be freed

  ~Handle() {
    if (is_owned && can_free()) MPI_Comm_free(&*comm);
  }
};

Communicator::Communicator(std::shared_ptr<const Handle> handle) : handle_(std::move(handle)) {
  if (!handle_->comm) return;
  MPI_Comm_rank(*handle_->comm, &rank_);
  MPI_Comm_size(*handle_->comm, &size_);
}

Communicator Communicator::world() {
  auto handle = std::make_shared<Handle>();
  if (is_mpi_running()) handle->comm = MPI_COMM_WORLD;
  return Communicator(handle);
}

Communicator Communicator::alone() { return Communicator(std::make_shared<Handle>()); }

Communicator Communicator::node() const {
  auto handle = std::make_shared<Handle>();
  if (handle_->comm) {
    MPI_Comm comm = MPI_COMM_NULL;
    check(MPI_Comm_split_type(*handle_->comm, MPI_COMM_TYPE_SHARED, rank_, MPI_INFO_NULL, &comm),
          "MPI_Comm_split_type");
    handle->comm = comm;
    handle->is_owned = true;
  }
  return Communicator(handle);
}

void Communicator::barrier() const {
  if (handle_->comm) check(MPI_Barrier(*handle_->comm), "MPI_Barrier");
}

std::vector<double> Communicator::all_gather(std::span<const double> mine) const {
  if (!handle_->comm) return {mine.begin(), mine.end()};
  return all_gather_blocks(*handle_->comm, size_, mine, MPI_DOUBLE);
}

std::vector<std::string> Communicator::all_gather(const std::string& mine) const {
  if (!handle_->comm) return {mine};
  const auto length = static_cast<double>(mine.size());
  const auto lengths = all_gather(std::span(&length, 1));
  const auto joined =
      all_gather_blocks(*handle_->comm, size_, std::span<const char>(mine), MPI_CHAR);
  std::vector<std::string> texts;
  std::size_t start = 0;
  for (const double n : lengths) {
    texts.emplace_back(joined.data() + start, static_cast<std::size_t>(n));
    start += static_cast<std::size_t>(n);
  }
  return texts;
}

double Communicator::broadcast(double number) const {
  return all_gather(std::span(&number, is_root() ? 1 : 0)).front();
}

std::string Communicator::broadcast(const std::string& text) const {
  if (!handle_->comm) return text;
  auto size = static_cast<std::uint64_t>(text.size());
  check(MPI_Bcast(&size, 1, MPI_UINT64_T, 0, *handle_->comm), "MPI_Bcast");
  std::string copy = is_root() ? text : std::string(size, '\0');
  check(MPI_Bcast(copy.data(), static_cast<int>(size), MPI_CHAR, 0, *handle_->comm), "MPI_Bcast");
  return copy;
}

SharedMemory Communicator::share(std::size_t n_bytes) const {
  if (!handle_->comm) {
    auto memory = std::make_shared<std::vector<std::byte>>(n_bytes);
    return {std::span(*memory), memory};
  }
  const auto own_size = static_cast<MPI_Aint>(is_root() ? n_bytes : 0);
  void* own = nullptr;
  MPI_Win window = MPI_WIN_NULL;
  check(MPI_Win_allocate_shared(own_size, 1, MPI_INFO_NULL, *handle_->comm, &own, &window),
        "MPI_Win_allocate_shared");
  MPI_Aint size = 0;
  int unit = 1;
  void* base = nullptr;
  check(MPI_Win_shared_query(window, 0, &size, &unit, &base), "MPI_Win_shared_query");
  std::shared_ptr<const void> owner(base, [window](const void*) mutable {
    if (can_free()) MPI_Win_free(&window);
  });
  return {{static_cast<std::byte*>(base), n_bytes}, std::move(owner)};
}

void Communicator::together(const std::function<void()>& task) const {
  std::string failure;
  try {
    task();
  } catch (const Error& error) {
    failure = pack(error);
  } catch (const std::bad_alloc&) {
    failure = pack(out_of_memory());
  }
  for (const auto& packed : all_gather(failure))
    if (!packed.empty()) rethrow(packed);
}

}  // namespace temper
