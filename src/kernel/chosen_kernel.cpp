#include "kernel/chosen_kernel.h"

#include "config/config.h"

namespace temper {
namespace {

constexpr auto usual = "sgd";
constexpr auto help = "how a replica moves between exchanges";

}  // namespace

std::string kernel_type(const Section& kernel) { return kernel.text("type", usual, help); }

std::unique_ptr<Kernel> make_chosen_kernel(const Section& kernel) {
  return make_registered(kernels(), kernel, "type", usual, help);
}

}  // namespace temper
