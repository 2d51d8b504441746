#pragma once
// The name of the machine that this rank runs on, for the record.

#include <string>

namespace temper {

std::string host_name();

}  // namespace temper
