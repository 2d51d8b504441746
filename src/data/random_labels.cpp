// Normal inputs with labels from a fair coin: there is nothing to learn and all to memorise.
//
//   [data]
//   source = "random-labels"
//   points = 200
//   inputs = 20
//   data_seed = 1
//
// Source: Gardner & Derrida, "Optimal storage properties of neural network models", J. Phys. A 21,
// 1988: a perceptron stores two points an input.

#include "config/section.h"
#include "data/source.h"
#include "data/synthetic.h"

namespace temper {
namespace {

class RandomLabels final : public Source {
 public:
  RandomLabels(std::size_t n_points, std::size_t n_inputs, std::uint64_t data_seed)
      : n_points_(n_points), n_inputs_(n_inputs), data_seed_(data_seed) {}

  RawData load() const override {
    RawData raw;
    raw.origin = "random-labels";
    raw.input_shape = {n_inputs_};
    raw.target_names = {"coin"};
    raw.labels.class_names = {"-1", "1"};
    std::vector<double> inputs(n_points_ * n_inputs_);
    Rng rng = synthetic_rng(data_seed_, 0), coin = synthetic_rng(data_seed_, 1);
    for (double& input : inputs) input = rng.normal();
    for (std::size_t i = 0; i < n_points_; ++i)
      raw.labels.of.push_back(static_cast<std::int32_t>(coin.below(2)));
    raw.inputs = RawMatrix(n_inputs_, std::move(inputs));
    return raw;
  }

  /// Nothing carries over from one example to another.
  Fractions default_split() const override { return {1, 0, 0}; }

 private:
  std::size_t n_points_;
  std::size_t n_inputs_;
  std::uint64_t data_seed_;
};

const bool registered = sources().add(
    "random-labels", "normal inputs, labels from a fair coin", [](const Section& data) {
      return std::make_unique<RandomLabels>(read_count(data, "points", 200, 2, ""),
                                            read_count(data, "inputs", 20, 1, ""),
                                            read_data_seed(data));
    });

}  // namespace
}  // namespace temper
