#pragma once
// Where the weights of a layer start: random numbers whose spread keeps the size of signals from
// layer to layer.

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "base/registry.h"
#include "random/rng.h"

namespace temper {

class Section;

/// How many inputs one output of a weight tensor sums over, and how many outputs one input feeds.
struct Fans {
  std::size_t in = 0;
  std::size_t out = 0;
};

class Initialiser {
 public:
  virtual ~Initialiser() = default;
  virtual void fill(std::span<float> weights, const Fans& fans, Rng& rng) const = 0;
};

/// Initialisers by their config name.
Registry<Initialiser>& initialisers();

/// Biases: all zero.
std::shared_ptr<const Initialiser> zeros();

/// The scales of normalising layers: all one.
std::shared_ptr<const Initialiser> ones();

/// Reads `init` of a layer: a name of `initialisers()`, or "prior" (null). Default: `fallback`.
std::shared_ptr<const Initialiser> read_initialiser(const Section& section,
                                                    const std::string& fallback);

}  // namespace temper
