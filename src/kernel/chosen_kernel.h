#pragma once
// The kernel that a config asks for.

#include <memory>
#include <string>

#include "config/section.h"
#include "kernel/kernel.h"

namespace temper {

/// Its registered name, of a config or of a run's resolved one.
std::string kernel_type(const Section& kernel);

/// Throws UsageError at an unknown name, naming the nearest one.
std::unique_ptr<Kernel> make_chosen_kernel(const Section& kernel);

}  // namespace temper
