#pragma once
// One thing that was looked at: whether it is well, what it is, and what to do if it isn't.

#include <string>
#include <vector>

namespace temper {

enum class Health {
  good,
  doubtful,  ///< a run works, but slower or less safely than it could
  bad,       ///< a run would fail
};

struct Symptom {
  std::string topic;  ///< "memory"
  Health health = Health::good;
  std::string text;
  std::string advice;  ///< what to do; empty if all is well
};

using Symptoms = std::vector<Symptom>;

}  // namespace temper
