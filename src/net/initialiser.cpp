// Sources: glorot: Glorot & Bengio, "Understanding the difficulty of training deep feedforward
// neural networks", AISTATS 2010, eq. 16; he: He et al., "Delving deep into rectifiers", ICCV
// 2015, eq. 10; lecun: LeCun et al., "Efficient BackProp", 1998, eq. 16.

#include "net/initialiser.h"

#include <cmath>

#include "config/section.h"

namespace temper {
namespace {

void fill_normal(std::span<float> weights, double sd, Rng& rng) {
  for (float& weight : weights) weight = static_cast<float>(sd * rng.normal());
}

/// Uniform in ±sqrt(6 / (in + out)): variance 2 / (in + out).
class Glorot final : public Initialiser {
  void fill(std::span<float> weights, const Fans& fans, Rng& rng) const override {
    const double limit = std::sqrt(6 / static_cast<double>(fans.in + fans.out));
    for (float& weight : weights) weight = static_cast<float>(limit * (2 * rng.uniform() - 1));
  }
};

class He final : public Initialiser {
  void fill(std::span<float> weights, const Fans& fans, Rng& rng) const override {
    fill_normal(weights, std::sqrt(2 / static_cast<double>(fans.in)), rng);
  }
};

class Lecun final : public Initialiser {
  void fill(std::span<float> weights, const Fans& fans, Rng& rng) const override {
    fill_normal(weights, std::sqrt(1 / static_cast<double>(fans.in)), rng);
  }
};

class Zeros final : public Initialiser {
  void fill(std::span<float> weights, const Fans&, Rng&) const override {
    for (float& weight : weights) weight = 0;
  }
};

class Ones final : public Initialiser {
  void fill(std::span<float> weights, const Fans&, Rng&) const override {
    for (float& weight : weights) weight = 1;
  }
};

template <class T>
bool add(const std::string& name, const std::string& help) {
  return initialisers().add(name, help, [] { return std::make_unique<T>(); });
}

const bool registered = add<Glorot>("glorot", "uniform, variance 2 / (fan in + fan out)") &&
                        add<He>("he", "normal, variance 2 / fan in, for relu") &&
                        add<Lecun>("lecun", "normal, variance 1 / fan in") &&
                        add<Zeros>("zeros", "all zero");

}  // namespace

Registry<Initialiser>& initialisers() { return registry_of<Initialiser>(); }

std::shared_ptr<const Initialiser> zeros() {
  static const auto zeros = std::make_shared<const Zeros>();
  return zeros;
}

std::shared_ptr<const Initialiser> ones() {
  static const auto ones = std::make_shared<const Ones>();
  return ones;
}

std::shared_ptr<const Initialiser> read_initialiser(const Section& section,
                                                    const std::string& fallback) {
  auto words = initialisers().names();
  words.push_back("prior");
  const auto name = section.choice("init", words, fallback,
                                   "where the weights start; prior: a draw from the prior");
  if (name == "prior") return nullptr;
  return initialisers().find(name)->make();
}

}  // namespace temper
