#include "tempering/tempered_ensemble.h"

#include <gtest/gtest.h>

#include "unit/tempering/exact_swaps.h"

namespace temper {
namespace {

/// Remembers which replicas changed their rung, and to what temperature.
class Recorder final : public Kernel {
 public:
  double step_size() const override { return 1; }
  void prepare(const Potential&, std::size_t) override {}
  void start(Move&, const RngKey&) const override {}
  void step(std::span<Move>, const StepKey&, Potential&) override {}
  void change_rung(Replica& replica, const Move& from, const Move& to) const override {
    seen.push_back({replica.id, from.target.temperature, to.target.temperature});
  }

  struct Change {
    std::uint32_t replica;
    double from, to;
    bool operator==(const Change&) const = default;
  };
  mutable std::vector<Change> seen;
};

class TemperedEnsembleTest : public testing::Test {
 protected:
  TemperedEnsembleTest() {
    for (std::uint32_t id = 0; id < replicas_.size(); ++id) replicas_[id].id = id;
  }

  std::vector<Replica*> range(std::size_t first, std::size_t n) {
    std::vector<Replica*> range;
    for (std::size_t i = first; i < first + n; ++i) range.push_back(&replicas_[i]);
    return range;
  }

  Recorder kernel_;
  std::vector<Replica> replicas_ = std::vector<Replica>(4);
  LadderState at_ = {{Tempering::posterior, {1, 2, 4, 8}, {.1, .1, .1, .1}}, {0, 1, 2, 3}};
};

TEST_F(TemperedEnsembleTest, NothingMovesBeforeRungsAreAssigned) {
  TemperedEnsemble ensemble(kernel_, range(0, 4));
  ensemble.place(at_);
  const auto test = make_swap_test("exact");
  const std::vector<double> energy = {9, 1, 9, 1};  // the hotter of each pair is lower: both swap
  const auto phase = exchange(at_, {PairSchedule::even_odd, *test}, {1, 0}, [&](const auto& pairs) {
    return exact_differences(pairs, energy, 1);
  });
  EXPECT_EQ(phase.replica_at, (ReplicaAt{1, 0, 3, 2}));
  EXPECT_EQ(ensemble.moves()[0].target.temperature, 1);
  EXPECT_TRUE(kernel_.seen.empty());

  at_.replica_at = phase.replica_at;
  ensemble.assign(at_);
  EXPECT_EQ(ensemble.moves()[0].target.temperature, 2);
  EXPECT_EQ(kernel_.seen,
            (std::vector<Recorder::Change>{{0, 1, 2}, {1, 2, 1}, {2, 4, 8}, {3, 8, 4}}));
}

TEST_F(TemperedEnsembleTest, AHalfOfTheReplicasStandsWhereTheWholeDoes) {
  at_.replica_at = {2, 0, 3, 1};
  TemperedEnsemble whole(kernel_, range(0, 4)), half(kernel_, range(2, 2), 2);
  whole.place(at_);
  half.place(at_);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(half.moves()[i].replica->id, whole.moves()[2 + i].replica->id);
    EXPECT_EQ(half.moves()[i].target.temperature, whole.moves()[2 + i].target.temperature);
  }
  EXPECT_TRUE(kernel_.seen.empty());  // fresh or restored: their kernels' states are right
}

TEST_F(TemperedEnsembleTest, ANewStepIsAChangeToo) {
  TemperedEnsemble ensemble(kernel_, range(0, 4));
  ensemble.place(at_);
  at_.ladder.step_size[2] = .2;
  ensemble.assign(at_);
  EXPECT_EQ(kernel_.seen, (std::vector<Recorder::Change>{{2, 4, 4}}));
}

}  // namespace
}  // namespace temper
