#pragma once
// Loads a data set on one rank, as a config names it.

#include <string>

#include "base/errors.h"
#include "comm/communicator.h"
#include "config/section.h"
#include "data/load.h"

namespace temper {

inline Dataset load(const std::string& toml, std::uint64_t seed = 1) {
  return load_dataset(Section::of("data", toml), seed, Communicator::world());
}

inline Dataset load_file(const std::string& path, const std::string& more = "") {
  return load("source = '" + path + "'\n" + more);
}

/// The message of the error of the wanted kind that loading ends in.
template <class Wanted = DataError>
std::string error_of(const std::string& toml) {
  try {
    load(toml);
  } catch (const Wanted& error) {
    return error.what();
  } catch (const std::exception& error) {
    return std::string("another kind of error: ") + error.what();
  }
  return "no error";
}

inline std::string error_of_file(const std::string& path, const std::string& more = "") {
  return error_of("source = '" + path + "'\n" + more);
}

inline std::string fixture(const std::string& name) {
  return std::string(TEMPER_SOURCE_DIR) + "/tests/unit/data/fixtures/" + name;
}

}  // namespace temper
