#pragma once
// The one place where the program meets MPI. Without `mpirun` a communicator has one rank and
// every call is a copy, so serial and parallel code are one.

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace temper {

/// MPI_Init and MPI_Finalize as a scope. Starts MPI only under a launcher (mpirun, srun): alone,
/// starting it would cost more than a small run.
class MpiSession {
 public:
  MpiSession(int* argc, char*** argv);
  ~MpiSession();
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;

  /// True if every rank calls this within a few seconds: then all have come to the same end.
  bool all_arrive() const;

  /// Ends every rank. For an error that the other ranks cannot know of.
  [[noreturn]] static void abort(int exit_code);
};

/// Memory that the ranks of one node share; freed with its last holder, collectively.
struct SharedMemory {
  std::span<std::byte> bytes;
  std::shared_ptr<const void> owner;
};

/// All members are collective unless they say otherwise: every rank calls them in the same order.
class Communicator {
 public:
  /// The ranks of the session, or a single rank without one.
  static Communicator world();

  /// This rank by itself: calls of it wait for nobody.
  static Communicator alone();

  int rank() const { return rank_; }           ///< not collective
  int size() const { return size_; }           ///< not collective
  bool is_root() const { return rank_ == 0; }  ///< not collective

  /// The ranks that share this rank's node.
  Communicator node() const;

  void barrier() const;

  /// Concatenates every rank's numbers, in rank order. Blocks may differ in length.
  std::vector<double> all_gather(std::span<const double> mine) const;
  std::vector<std::string> all_gather(const std::string& mine) const;

  /// What the root has, on every rank.
  std::string broadcast(const std::string& text) const;
  double broadcast(double number) const;

  /// `n_bytes` on each node, seen by all its ranks; call it on a node communicator. What the root
  /// writes is seen by the others after a barrier.
  SharedMemory share(std::size_t n_bytes) const;

  /// Runs `task` here. If it threw a temper::Error on any rank, every rank throws that of the
  /// lowest such rank, so that no rank waits for another that has failed.
  void together(const std::function<void()>& task) const;

 private:
  struct Handle;
  explicit Communicator(std::shared_ptr<const Handle> handle);
  std::shared_ptr<const Handle> handle_;
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace temper
