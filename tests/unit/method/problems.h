#pragma once
// Problems whose lowest objective is known.

#include <memory>
#include <string>

#include "config/section.h"
#include "method/method.h"
#include "method/search.h"
#include "potential/analytic.h"
#include "potential/potentials.h"

namespace temper {

inline std::unique_ptr<Potential> make_potential(const std::string& name, const std::string& toml) {
  return potentials().find(name)->make(Section::of("potential", toml));
}

inline std::unique_ptr<Method> make_method(const std::string& name, const std::string& toml = "") {
  return methods().find(name)->make(Section::of("compare", toml));
}

/// The finding of one search.
inline Finding search_for(const std::string& method, const Problem& problem, std::uint64_t seed,
                          std::uint64_t budget, const std::string& toml = "") {
  Search search(problem, seed, budget);
  return search.run(*make_method(method, toml));
}

}  // namespace temper
