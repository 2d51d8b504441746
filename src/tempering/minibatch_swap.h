#pragma once
// What the swap tests that look at a part of the data share.

#include "config/section.h"
#include "tempering/swap_test.h"

namespace temper {

class MinibatchSwap : public SwapTest {
 public:
  /// @param batch_help  what `batch` means to the test
  MinibatchSwap(const Section& exchange, const std::string& batch_help);

  /// Refuses T = 0: any doubt about the difference would be infinite.
  void check(const Ladder& ladder) const override;

  std::optional<std::size_t> first_batch() const override { return batch_; }

 private:
  Section exchange_;
  std::size_t batch_;
};

}  // namespace temper
