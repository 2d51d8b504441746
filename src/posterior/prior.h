#pragma once
// What is believed of the parameters before the data: V and its gradient, in nats.

#include <span>
#include <vector>

#include "base/registry.h"
#include "net/block.h"
#include "random/rng.h"

namespace temper {

class Section;

class Prior {
 public:
  virtual ~Prior() = default;

  /// V = -log density, with its normalising constant: evidence needs it.
  virtual double energy(std::span<const float> theta) const = 0;

  /// gradient = weight * grad V.
  virtual void gradient(std::span<const float> theta, double weight,
                        std::span<float> gradient) const = 0;

  virtual void draw(std::span<float> theta, Rng& rng) const = 0;

  /// Parameters of the prior itself, which are sampled along: they stand behind the network's in
  /// theta, by rising offset. All of the above take both.
  virtual std::vector<Block> own_blocks() const { return {}; }
};

/// Priors by their config name. A maker gets [prior] and the blocks of theta; blocks with a
/// belief of their own keep it.
Registry<Prior, const Section&, const std::vector<Block>&>& priors();

std::unique_ptr<Prior> make_prior(const Section& prior, const std::vector<Block>& blocks);

}  // namespace temper
