#include "comparison/seeds.h"

#include <algorithm>
#include <cmath>

namespace temper {
namespace {

constexpr double little = 0.01;  ///< of the lowest objective, as "near" in the table

}  // namespace

bool is_settled(const ProblemScore& score) {
  const double scale = std::abs(score.lowest);
  const auto& first = score.methods.front();
  return std::all_of(score.methods.begin() + 1, score.methods.end(), [&](const auto& method) {
    if (method.failure != Failure::none) return true;
    const auto lead = paired_lead(first.objectives, method.objectives, 0.99);
    const bool is_beaten = lead.low > same_objective * scale;
    return is_beaten || (lead.low >= -little * scale && lead.high <= little * scale);
  });
}

std::vector<std::size_t> next_seeds(const ComparePlan& plan, const CompareStore& store,
                                    std::vector<std::size_t> seeds) {
  for (std::size_t problem = 0; problem < seeds.size(); ++problem)
    if (seeds[problem] < plan.n_seeds() &&
        !is_settled(score_problem(plan, store, problem, seeds[problem])))
      seeds[problem] = std::min(2 * seeds[problem], plan.n_seeds());
  return seeds;
}

}  // namespace temper
