#pragma once
// The standard suite of `temper compare`: problems on which descents get stuck, each a config.

#include <string>
#include <vector>

namespace temper {

struct SuiteProblem {
  const char* name;
  const char* toml;  ///< data, model, prior, kernel
  double budget;     ///< gradient evaluations of one search
};

/// Source: Safran & Shamir, ICML 2018, for student-teacher; the others are classics.
const std::vector<SuiteProblem>& standard_suite();

/// The one of that name, "valley"; nullptr if there is none.
const SuiteProblem* find_in_suite(const std::string& name);

}  // namespace temper
