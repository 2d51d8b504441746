#include "net/loss.h"

#include <string>

#include "config/config.h"

namespace temper {

Registry<Loss, const Section&, const TargetSpec&>& losses() {
  return registry_of<Loss, const Section&, const TargetSpec&>();
}

void require_numbers(const Section& model, const TargetSpec& targets, const char* loss) {
  if (targets.n_targets == 0)
    model.refuse("loss", std::string("'") + loss +
                             "' needs numbers but the targets are classes; use 'softmax'");
}

std::unique_ptr<Loss> make_loss(const Section& model, const TargetSpec& targets) {
  return make_registered(losses(), model, "loss", targets.n_classes > 0 ? "softmax" : "gaussian",
                         "the negative log likelihood of one example", targets);
}

}  // namespace temper
