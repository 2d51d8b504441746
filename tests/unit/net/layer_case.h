#pragma once
// What the layer contract runs: each layer's test adds its cases, each with the layer in float64.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/section.h"
#include "net/layer.h"
#include "unit/net/reference_net.h"

namespace temper {

struct LayerCase {
  std::string type;
  std::string name;  ///< of the test: a letter first, then letters and digits
  std::string toml;
  Shape input;
  std::function<Doubles(const Doubles& x, const double* theta)> reference;
};

inline std::vector<LayerCase>& layer_cases() {
  static std::vector<LayerCase> cases;
  return cases;
}

inline bool add_case(LayerCase layer_case) {
  layer_cases().push_back(std::move(layer_case));
  return true;
}

inline std::unique_ptr<Layer> make_layer(const std::string& type, const std::string& toml,
                                         const Shape& input) {
  const auto section = Section::of("layer", "type = '" + type + "'\n" + toml);
  return layers().find(type)->make(section, Section::of("model"), input);
}

}  // namespace temper
