#include "posterior/prior.h"

#include "config/config.h"

namespace temper {

Registry<Prior, const Section&, const std::vector<Block>&>& priors() {
  return registry_of<Prior, const Section&, const std::vector<Block>&>();
}

std::unique_ptr<Prior> make_prior(const Section& prior, const std::vector<Block>& blocks) {
  return make_registered(priors(), prior, "type", "normal", "what is believed of the parameters",
                         blocks);
}

}  // namespace temper
