#pragma once
// Replicas on their way: a kernel moves them, and now and then somebody looks where they are.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "method/search.h"

namespace temper {

/// The share of the budget between two changes of what a schedule sets.
inline constexpr double schedule_share = 1.0 / 1000;

/// A replica with its temperature, its learning rate and the number of its steps.
struct Walker {
  Replica replica;
  double temperature = 0;
  double lr = 0;
  std::uint32_t n_steps = 0;
  bool is_settled = false;  ///< its last step had nothing to do

  double objective() const { return replica.energy.U + replica.energy.V; }

  /// Becomes a copy of another one, but for the id: its minibatches and noise are its own.
  void become(const Walker& other) {
    const auto id = replica.id;
    *this = other;
    replica.id = id;
  }
};

/// How walkers move. What is left open is the problem's.
struct Pace {
  std::string kernel = "sgd";
  double lr = 0;                          ///< 0: the problem's
  double lr_factor = 1;                   ///< times it
  bool is_lr_open = false;                ///< lr is only used where the problem's is given
  std::optional<double> momentum = {};    ///< for sgd
  std::optional<std::size_t> batch = {};  ///< 0: all of the data
};

class Walk {
 public:
  /// Of a kernel that solves a system for all of them in each step.
  static constexpr std::size_t most_solved_parameters = 1000;

  /// Whether the kernel learns the curvature, and needs no learning rate.
  static bool knows_curvature(const Pace& pace);

  /// Whether the budget pays for a descent: of a kernel that solves a system in each step, at least
  /// 20 steps, on at most `most_solved_parameters`.
  static bool can_afford(Search& search, const Pace& pace);

  /// The search must outlive it.
  Walk(Search& search, const Pace& pace);

  Search& search() { return search_; }
  const Kernel& kernel() const { return *kernel_; }
  double lr() const { return kernel_->step_size(); }

  /// A walker at a fresh starting point.
  Walker fresh(double temperature = 0);

  /// Starts the kernel anew at the walker's theta and temperature.
  void restart(Walker& walker, double temperature = 0);

  /// Makes a walker of another walk this one's: its kernel starts anew at the walker's theta.
  void adopt(Walker& walker, double temperature = 0);

  /// Takes steps. With minibatches, looks at the energy every few epochs.
  void steps(Walker& walker, std::uint64_t n_steps);

  /// Replica::energy at theta. Costs a forward pass over all the data.
  void look(Walker& walker);

  /// Steps after which it can be told whether a descent by curvature gets on.
  std::uint64_t stretch() const { return stretch_; }

  /// Steps that this share of the search's budget pays for; at least one.
  std::uint64_t affordable(double share) const;

 private:
  void step(Walker& walker);

  Search& search_;
  std::unique_ptr<Kernel> kernel_;
  double evaluations_per_step_;
  std::uint64_t stretch_;
  std::uint32_t look_every_ = 0;  ///< steps; 0: never, since gradients tell
};

}  // namespace temper
