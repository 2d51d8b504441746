// Parity: every sequence of n bits, and whether its ones are odd in number. The classical net that
// is small and hard: no single input says anything about the class.
//
//   [data]
//   source = "parity"   # or "parity-5", which is n = 5
//   n = 5
//
// Source: Minsky & Papert, "Perceptrons", MIT Press, 1969, chapter 3.

#include <bit>

#include "config/section.h"
#include "data/source.h"

namespace temper {
namespace {

constexpr std::int64_t max_bits = 20;

class Parity final : public Source {
 public:
  explicit Parity(std::int64_t n_bits) : n_bits_(static_cast<std::uint32_t>(n_bits)) {}

  /// Inputs are -1 for 0 and 1 for 1, so that standardising all rows leaves them as they are.
  RawData load() const override {
    RawData raw;
    raw.origin = "parity";
    raw.input_shape = {n_bits_};
    raw.target_names = {"parity"};
    raw.labels.class_names = {"even", "odd"};
    std::vector<float> inputs;
    for (std::uint32_t row = 0; row < 1u << n_bits_; ++row) {
      for (std::uint32_t bit = 0; bit < n_bits_; ++bit)
        inputs.push_back(row >> bit & 1 ? 1.0f : -1.0f);
      raw.labels.of.push_back(std::popcount(row) % 2);
    }
    raw.inputs = RawMatrix(n_bits_, std::move(inputs));
    return raw;
  }

  /// What a left-out row is can't be learned from the others.
  Fractions default_split() const override { return {1, 0, 0}; }

 private:
  std::uint32_t n_bits_;
};

const bool registered =
    sources().add("parity", "all sequences of n bits, even or odd; parity-5 is n = 5",
                  [](const Section& data) {
                    return std::make_unique<Parity>(data.integer(
                        "n", {.fallback = 5, .min = 2, .max = max_bits, .help = "bits"}));
                  }) &&
    sized_sources().add("parity", "all sequences of N bits, even or odd",
                        [](const Section& data, std::int64_t n) {
                          if (n < 2 || n > max_bits)
                            data.refuse("source", "parity has 2 to 20 bits");
                          return std::make_unique<Parity>(n);
                        });

}  // namespace
}  // namespace temper
