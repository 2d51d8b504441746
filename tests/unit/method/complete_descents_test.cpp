#include "method/complete_descents.h"

#include <gtest/gtest.h>

#include "config/section.h"
#include "unit/method/problems.h"

namespace temper {
namespace {

constexpr double share = 0.5;

/// A search on the closed-form student and teacher, whose minima are many.
struct Teacher {
  std::unique_ptr<Potential> potential =
      make_potential("student-teacher", "inputs = 20\nhidden = 20");
  Search search{{.potential = potential.get()}, 1, 20'000};
  Walk walk{search, {.kernel = "l-bfgs"}};
};

/// Descents that the share pays for if each goes on until 20 steps gain less than 0.001 nats.
std::size_t count_patient_descents() {
  Teacher patient;
  while (patient.search.progress() < share) {
    auto walker = patient.walk.fresh();
    patient.walk.steps(walker, 20);
    for (double before = infinity; before - walker.objective() > 0.001;) {
      before = walker.objective();
      patient.walk.steps(walker, 20);
    }
  }
  return patient.search.next_id();
}

TEST(CompleteDescents, AreMoreThanPatientOnesAndFindTheGlobalMinimum) {
  Teacher teacher;
  LowestEnds ends(1);
  complete_descents(teacher.walk, share, ends);
  const auto& lowest = ends.walkers().front();
  EXPECT_GE(teacher.search.next_id(), 5 * count_patient_descents() / 4);
  const auto& finding = teacher.search.potential().finding();
  EXPECT_EQ(finding.objective_of(lowest.replica.energy), finding.objective());
  EXPECT_LT(finding.objective(), 0.11);  // the next lowest minimum: 1.2
}

TEST(CompleteDescents, KeepTheLowestOfDifferentHeights) {
  Teacher teacher;
  LowestEnds ends(3);
  complete_descents(teacher.walk, share, ends);
  const auto& lowest = ends.walkers();
  ASSERT_EQ(lowest.size(), 3u);
  for (std::size_t i = 1; i < lowest.size(); ++i)
    EXPECT_GT(lowest[i].objective(), lowest[i - 1].objective() + 0.009);
}

TEST(CompleteDescents, SpreadChangesStartingPoints) {
  Teacher near, far;
  LowestEnds one(1), other(1);
  complete_descents(near.walk, 1e-6, one);
  complete_descents(far.walk, 1e-6, other, 10);
  EXPECT_NE(one.walkers().front().replica.theta, other.walkers().front().replica.theta);
}

TEST(CompleteDescents, EndWithTheirShare) {
  Teacher teacher;
  LowestEnds ends(1);
  complete_descents(teacher.walk, share, ends);
  EXPECT_GE(teacher.search.progress(), share);
  EXPECT_LE(teacher.search.progress(), share + 0.01);
}

}  // namespace
}  // namespace temper
