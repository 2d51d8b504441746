// Interlocking spirals in the plane, one for each class.
//
//   [data]
//   source = "spirals"
//   points = 400       # of all classes together
//   classes = 2
//   noise = 0.05       # sd of each coordinate; the spirals' radius is 1
//   data_seed = 1
//
// Source: Lang & Witbrock, "Learning to tell two spirals apart", Proc. Connectionist Models Summer
// School, 1988: two spirals of three turns; here one and a half.

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "config/section.h"
#include "data/source.h"
#include "data/synthetic.h"

namespace temper {
namespace {

constexpr double n_turns = 1.5;

struct SpiralOptions {
  std::size_t n_points;
  std::size_t n_classes;
  double noise;
  std::uint64_t data_seed;
};

class Spirals final : public Source {
 public:
  explicit Spirals(const SpiralOptions& options) : options_(options) {}

  RawData load() const override {
    RawData raw;
    raw.origin = "spirals";
    raw.input_shape = {2};
    raw.input_names = {"x", "y"};
    raw.target_names = {"spiral"};
    for (std::size_t k = 0; k < options_.n_classes; ++k)
      raw.labels.class_names.push_back(fmt::format("{}", k));
    std::vector<double> inputs;
    Rng rng = synthetic_rng(options_.data_seed, 0);
    for (std::size_t i = 0; i < options_.n_points; ++i) {
      const auto label = i % options_.n_classes;
      raw.labels.of.push_back(static_cast<std::int32_t>(label));
      add_point(label, rng, inputs);
    }
    raw.inputs = RawMatrix(2, std::move(inputs));
    return raw;
  }

 private:
  /// Uniform along the spiral, so that points lie as densely outside as inside.
  void add_point(std::size_t label, Rng& rng, std::vector<double>& inputs) const {
    const double radius = std::sqrt(rng.uniform());
    const double share = static_cast<double>(label) / static_cast<double>(options_.n_classes);
    const double angle = 2 * std::numbers::pi * (n_turns * radius + share);
    inputs.push_back(radius * std::cos(angle) + options_.noise * rng.normal());
    inputs.push_back(radius * std::sin(angle) + options_.noise * rng.normal());
  }

  SpiralOptions options_;
};

const bool registered =
    sources().add("spirals", "interlocking spirals in the plane", [](const Section& data) {
      return std::make_unique<Spirals>(SpiralOptions{
          read_count(data, "points", 400, 4, "of all classes together"),
          read_count(data, "classes", 2, 2, "spirals"),
          read_noise(data, 0.05, "sd of each coordinate; the radius is 1"), read_data_seed(data)});
    });

}  // namespace
}  // namespace temper
