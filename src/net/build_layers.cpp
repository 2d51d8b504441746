#include "net/build_layers.h"

#include <map>
#include <string>

#include "config/config.h"

namespace temper {
namespace {

/// Layers that users ask for and that no potential can have, each with the reason.
const std::map<std::string, std::string>& unfit() {
  static const std::map<std::string, std::string> reasons = {
      {"batch-norm",
       "'batch-norm' makes each example's loss depend on the others of its minibatch, so that "
       "there is no energy to sample or swap by; use 'layer-norm' or 'frn'"},
      {"dropout",
       "'dropout' makes the energy random, so that there is none to sample or swap by; use noise "
       "(a temperature above 0) and [prior] against overfitting"},
  };
  return reasons;
}

void refuse_unfit(const Section& section) {
  const auto type = section.text("type", "dense", "what the layer computes");
  if (const auto found = unfit().find(type); found != unfit().end())
    section.refuse("type", found->second);
}

}  // namespace

std::vector<std::unique_ptr<Layer>> build_layers(const std::vector<Section>& sections,
                                                 const Section& model, const Shape& input) {
  std::vector<std::unique_ptr<Layer>> built;
  Shape shape = input;
  for (const Section& section : sections) {
    refuse_unfit(section);
    built.push_back(make_registered(layers(), section, "type", "dense", "what the layer computes",
                                    model, shape));
    shape = built.back()->output_shape();
  }
  return built;
}

}  // namespace temper
