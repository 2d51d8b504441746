#include "kernel/minibatch_noise.h"

#include <algorithm>

namespace temper {
namespace {

constexpr double memory = 1000;       ///< measurements that v remembers
constexpr double recent_memory = 16;  ///< measurements that its level remembers

/// A plain mean at first, then one that forgets.
double weight_of_next(double n, double remembered) { return 1 / std::min(n, remembered); }

}  // namespace

void MinibatchNoise::start(Replica& replica) const {
  std::fill(replica.slots[slot_].begin(), replica.slots[slot_].end(), 0.0F);
  std::fill(replica.scalars.begin(), replica.scalars.end(), 0.0);
}

void MinibatchNoise::learn(Replica& replica, std::span<const float> difference) const {
  double &n = replica.scalars[0], &recent = replica.scalars[1];
  ++n;
  const auto weight = static_cast<float>(weight_of_next(n, memory));
  double square = 0, variance = 0;
  auto& v = replica.slots[slot_];
  for (std::size_t i = 0; i < v.size(); ++i) {
    const float d2 = difference[i] * difference[i];
    v[i] += weight * (d2 - v[i]);
    square += double{d2};
    variance += double{v[i]};
  }
  square /= static_cast<double>(v.size());
  variance /= static_cast<double>(v.size());
  recent += weight_of_next(n, recent_memory) * (square - recent);
  replica.scalars[2] = variance > 0 ? recent / variance : 1;
}

}  // namespace temper
