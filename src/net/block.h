#pragma once
// One parameter tensor of a network: its name, its shape, where it starts and what is believed
// of it.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "net/initialiser.h"
#include "net/shape.h"

namespace temper {

struct NormalBelief {
  double mean = 0;
  double sd = 1;
};

struct Block {
  std::string name;  ///< "weight" in its layer, "layer0.weight" in a network
  Shape shape;       ///< row-major
  Fans fans;  ///< fans.in = 0: not a weight (a bias, a scale), so fan-in scaling passes it by
  std::shared_ptr<const Initialiser> initialiser;  ///< null: starts at a draw of the prior
  std::optional<NormalBelief> belief = {};         ///< a prior of its own, whatever [prior] says
  std::size_t offset = 0;                          ///< in the network's theta
};

}  // namespace temper
