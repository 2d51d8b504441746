#pragma once
// The message of the UsageError that something throws.

#include <string>

#include "base/errors.h"

namespace temper {

template <class Function>
std::string error_of(Function function) {
  try {
    function();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace temper
