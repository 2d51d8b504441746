#pragma once
// A failure that the other ranks can't know of.

#include "base/errors.h"

namespace temper {

/// Something failed on this rank alone: a user's function, say. Where it isn't shared by
/// Communicator::together, the program ends every rank.
class RankError : public Error {
 public:
  explicit RankError(const std::string& message) : Error(ExitCode::numerical, message) {}
};

}  // namespace temper
