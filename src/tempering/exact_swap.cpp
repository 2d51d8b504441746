// exact: the Metropolis test on energies over all the data.
//
//   accept_prob = min(1, exp((beta_i - beta_j) (E_i - E_j)))
//
// Source: Geyer, "Markov chain Monte Carlo maximum likelihood", Computing Science and Statistics:
// Proc. 23rd Symposium on the Interface, 1991; Hukushima & Nemoto, J. Phys. Soc. Jpn. 65, 1996,
// eq. 5.

#include <algorithm>
#include <cmath>

#include "tempering/swap_test.h"

namespace temper {
namespace {

class ExactSwap final : public SwapTest {
 public:
  double accept_prob(const SwapPair& pair) const override {
    // Equal energies leave the joint density as it is; at T = 0 the product would be inf * 0.
    if (pair.difference.mean == 0) return 1;
    return std::exp(std::min(0.0, pair.beta_gap() * pair.difference.mean));
  }
};

const bool registered =
    swap_tests().add("exact", "Metropolis test on energies over all the data",
                     [](const Section&) { return std::make_unique<ExactSwap>(); });

}  // namespace
}  // namespace temper
